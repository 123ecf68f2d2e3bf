package taskgrid.function;

import java.util.Objects;
import taskgrid.task.FailureKind;

/** A function's answer that it cannot; the message is the reason. */
public final class TaskFailed extends Exception {
  private static final long serialVersionUID = 1;

  private final FailureKind kind;

  /** Of kind error. */
  public TaskFailed(String message) {
    this(FailureKind.ERROR, message);
  }

  /** Without a stack trace: it is an answer, and there may be millions. */
  public TaskFailed(FailureKind kind, String message) {
    super(message, null, false, false);
    this.kind = kind;
  }

  public FailureKind kind() {
    return kind;
  }

  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }
}
