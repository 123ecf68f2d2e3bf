package taskgrid.task;

import java.util.Locale;

/** The state of a job, derived from its facts and its tasks' states: the first that fits. */
public enum JobState {
  LOST,
  CANCELLING,
  CANCELLED,
  STRANDED,
  FAILED,
  SUCCEEDED,
  RUNNING,
  WAITING;

  /** The word that people and files see: the name in lower case. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether nothing more will happen in a job in this state by itself. */
  public boolean ended() {
    return this == LOST || this == CANCELLED || this == FAILED || this == SUCCEEDED;
  }
}
