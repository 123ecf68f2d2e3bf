package taskgrid.function;

/** A function's answer that it cannot: a failure of kind error; the message is the reason. */
final class TaskFailed extends Exception {
  private static final long serialVersionUID = 1;

  /** Without a stack trace: it is an answer, and there may be millions. */
  TaskFailed(String message) {
    super(message, null, false, false);
  }
}
