package taskgrid.grid.layout;

/** What a record says of a task. The order is the code in the bytes: append only, at most eight. */
public enum RecordKind {
  /** The task succeeded; the record carries its value. */
  VALUE,
  /** The task failed for good. */
  FAILED,
  /** An attempt failed and there will be another. */
  FAILED_ATTEMPT,
  /** A suspect is about to run: a member that dies now is held against it. */
  STARTED,
  /** The task was cancelled. */
  CANCELLED;

  private static final RecordKind[] BY_CODE = values();

  /** Whether nothing more will happen to a task after such a record; the first of these wins. */
  public boolean isFinal() {
    return this == VALUE || this == FAILED || this == CANCELLED;
  }

  boolean carriesFailure() {
    return this == FAILED || this == FAILED_ATTEMPT;
  }

  boolean carriesDuration() {
    return this == VALUE || carriesFailure();
  }

  boolean carriesPayload() {
    return this != STARTED;
  }

  static RecordKind of(int code, ByteReader in) {
    if (code >= BY_CODE.length) {
      throw in.refuse("records of kind " + code + " are not known");
    }
    return BY_CODE[code];
  }
}
