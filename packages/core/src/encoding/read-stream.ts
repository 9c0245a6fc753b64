/**
 * The chunks of a stream of the web platform. Some runtimes have no iterator on it, and where there is one,
 * leaving the loop cancels the stream: here, whoever stops half-way decides that.
 *
 * @throws {TypeError} when somebody else reads the stream or has read it
 */
export async function* readStream(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    reader.releaseLock();
  }
}
