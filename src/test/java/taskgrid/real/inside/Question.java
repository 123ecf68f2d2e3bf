package taskgrid.real.inside;

/** What a test may ask a member's JVM. */
public enum Question {
  /** How many members it sees, 0 unless all that it owns has its backup and nothing moves. */
  MEMBERS_IF_SAFE,
  /** Bytes of its heap that a full collection leaves. */
  LIVE_HEAP,
  /** How many threads it has. */
  THREADS
}
