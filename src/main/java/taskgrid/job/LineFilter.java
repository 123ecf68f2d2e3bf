package taskgrid.job;

/** Says which lines are left out although they are tasks. For one thread. */
interface LineFilter {
  LineFilter NONE = (number, line) -> false;

  /**
   * Whether the reader's current line is left out. It may be asked about a line again, when a batch
   * is packed once more, and then answers the same.
   *
   * @param number of the line over all inputs, from 1; grows by 1 from line to line the first time
   */
  boolean skips(long number, LineReader line);
}
