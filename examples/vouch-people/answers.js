// @ts-check
// The answers of each route, members in the order of the alphabet, as FABRIC's service has them.
import { PEOPLE, PROJECTS } from './records.js';

/**
 * @typedef {import('./records.js').Person} Person
 * @typedef {import('./records.js').Project} Project
 */

/**
 * Of `GET /people`: those whose name has this text in it, in upper or lower case.
 *
 * @param {string} text
 */
export function peopleNamed(text) {
  const wanted = text.toLowerCase();
  return PEOPLE.filter(({ name }) => name.toLowerCase().includes(wanted)).map(short);
}

/**
 * Of `GET /people/{uuid}`.
 *
 * @param {string} uuid
 */
export function personOf(uuid) {
  const person = PEOPLE.find((each) => each.uuid === uuid);
  if (person === undefined) return undefined;
  const { oidc_claim_sub, roles } = person;
  const { email, name } = person;
  return { email, name, oidc_claim_sub, projects: projectsOf(uuid), roles, uuid };
}

/**
 * Of `GET /projects/{uuid}`.
 *
 * @param {string} uuid
 */
export function projectOf(uuid) {
  const project = PROJECTS.find((each) => each.uuid === uuid);
  if (project === undefined) return undefined;
  const { facility, name, members, owners, tags } = project;
  return {
    ...origin(project),
    facility,
    name,
    project_members: shortOf(members),
    project_owners: shortOf(owners),
    tags,
    uuid,
  };
}

/** @param {string} person */
function projectsOf(person) {
  return PROJECTS.filter(({ created_by, members, owners }) =>
    [created_by, ...members, ...owners].includes(person),
  ).map((project) => {
    const { facility, name, uuid } = project;
    return { ...origin(project), facility, name, uuid };
  });
}

/** @param {Project} project */
function origin({ created_by, created_time, description }) {
  const [by] = shortOf([created_by]);
  return { created_by: by, created_time, description };
}

/** @param {readonly string[]} uuids */
function shortOf(uuids) {
  return PEOPLE.filter(({ uuid }) => uuids.includes(uuid)).map(short);
}

/** @param {Person} person */
function short({ email, name, uuid }) {
  return { email, name, uuid };
}
