/** Reads a page, with each name in one piece: they have marks where a browser may break a line. */
export async function readPage(answer: Response): Promise<string> {
  return (await answer.text()).replaceAll('<wbr>', '');
}
