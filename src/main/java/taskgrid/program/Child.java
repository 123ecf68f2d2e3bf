package taskgrid.program;

/** A process of this member that runs one thing after another. */
interface Child {
  /** Whether it can be told more: it is there, and has ended what it was told. */
  boolean usable();

  /** Ends it; what it runs must have ended before. */
  void close();
}
