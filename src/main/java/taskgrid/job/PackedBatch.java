package taskgrid.job;

/**
 * Lines that were packed into a batch, and where they came from.
 *
 * @param after the last line of the batch before
 * @param first the number of its first line
 * @param lines how many lines it has
 * @param tasks how many of them are tasks
 * @param input where they were read
 * @param offset of the first line in its input, in bytes
 * @param length of the lines in their input, in bytes, with line ends
 */
record PackedBatch(
    long after, long first, int lines, int tasks, Input input, long offset, long length) {
  long last() {
    return first + lines - 1;
  }
}
