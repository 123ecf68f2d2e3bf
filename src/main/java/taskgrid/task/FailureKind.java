package taskgrid.task;

import java.util.Locale;

/** Why a task failed. The order is the wire code: append only. */
public enum FailureKind {
  /** The function threw, or answered that it cannot. */
  ERROR,
  /** An attempt outlasted its time limit. */
  TIMEOUT,
  /** The line cannot be run at all: broken, or of an unknown function. */
  INVALID,
  /** The task took its member's JVM down. */
  CRASHED,
  /** A program ended with a status other than 0. */
  EXIT;

  /** The word that people and files see: the name in lower case. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
