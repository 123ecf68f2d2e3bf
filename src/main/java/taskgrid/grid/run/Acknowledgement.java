package taskgrid.grid.run;

/** What becomes of a chunk of results that was given to an owner; called exactly once. */
@FunctionalInterface
public interface Acknowledgement {
  /**
   * @param safe true when the results are in the log with their backup; false when this member no
   *     longer owns the batch and the chunk must go to the new owner
   */
  void settled(boolean safe);
}
