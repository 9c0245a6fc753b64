// @ts-check
// Made-up people and projects. A project knows its people by their uuid, and nothing is kept twice.

/**
 * @typedef {object} Person
 * @property {string} email
 * @property {string} name
 * @property {string} oidc_claim_sub
 * @property {readonly string[]} roles
 * @property {string} uuid
 *
 * @typedef {object} Project
 * @property {string} created_by - the uuid of a person, as those of members and owners
 * @property {string} created_time
 * @property {string} description
 * @property {string} facility
 * @property {string} name
 * @property {readonly string[]} members
 * @property {readonly string[]} owners
 * @property {readonly string[]} tags
 * @property {string} uuid
 */

const ADA = '593dd0d3-cedb-4bc6-9522-a945da0a8a8e';
const BO = 'd5824c4f-ab9c-4b1a-b6f0-6ef6ec2c5efe';
const CY = '69f9b1a6-c3c3-4c53-8693-21c63e771c78';

const DEVELOPMENT = 'a5488d93-7c6b-48ea-9de1-19e216c0519b';
const FABRIC = '8b3a2eae-a0c0-475a-807b-e9af581ce4c0';
const TEST = 'c3e4b3ce-ca83-4bd7-ad5b-6ce6423eeb33';
const VERSION = '0a27a971-0d05-4aac-b0bf-f660eb950445';

/** @type {readonly Person[]} */
export const PEOPLE = [
  {
    email: 'ada@example.edu',
    name: 'Ada Example',
    oidc_claim_sub: 'http://cilogon.org/serverA/users/242181',
    roles: [
      `${VERSION}-pm`,
      `${FABRIC}-pm`,
      `${DEVELOPMENT}-pc`,
      `${DEVELOPMENT}-po`,
      'approval-committee',
      `${TEST}-pm`,
      `${TEST}-po`,
      'fabric-active-users',
      'facility-operators',
      'project-leads',
    ],
    uuid: ADA,
  },
  {
    email: 'bo@example.org',
    name: 'Bo Example',
    oidc_claim_sub: 'http://cilogon.org/serverA/users/242182',
    roles: [`${FABRIC}-pm`, 'fabric-active-users'],
    uuid: BO,
  },
  {
    email: 'cy@example.org',
    name: 'Cy Example',
    oidc_claim_sub: 'http://cilogon.org/serverA/users/242183',
    roles: [`${FABRIC}-pc`, `${TEST}-pc`, `${VERSION}-pc`, 'fabric-active-users', 'project-leads'],
    uuid: CY,
  },
];

/** @type {readonly Project[]} */
export const PROJECTS = [
  {
    created_by: ADA,
    created_time: '2022-03-08 15:42:58.323768+00:00',
    description: 'Development project',
    facility: 'FABRIC',
    name: 'Development project',
    members: [],
    owners: [ADA],
    tags: ['VM.NoLimit'],
    uuid: DEVELOPMENT,
  },
  {
    created_by: CY,
    created_time: '2021-11-11 14:49:38+00:00',
    description: 'FABRIC Project',
    facility: 'FABRIC',
    name: 'FABRIC Project',
    members: [ADA, BO],
    owners: [CY],
    tags: [],
    uuid: FABRIC,
  },
  {
    created_by: CY,
    created_time: '2021-05-24 17:24:30+00:00',
    description: 'INSERT_PROJECT_DESCRIPTION',
    facility: 'FABRIC',
    name: 'Test Project',
    members: [ADA],
    owners: [ADA, CY],
    tags: [],
    uuid: TEST,
  },
  {
    created_by: CY,
    created_time: '2022-01-31 20:49:52+00:00',
    description: 'Test project for v1.1.1',
    facility: 'FABRIC',
    name: 'Test project for v1.1.1',
    members: [ADA],
    owners: [CY],
    tags: [],
    uuid: VERSION,
  },
];
