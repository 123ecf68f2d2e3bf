package taskgrid.function;

import org.jspecify.annotations.Nullable;

/** Fails with its argument as the reason. */
final class Fail extends BuiltIn {
  Fail() {
    super("fail MESSAGE: nothing, the task fails with the message");
  }

  @Override
  public byte[] applyBytes(byte[] input, TaskContext context) throws InvalidTask, TaskFailed {
    String message = Utf8.decode(input);
    throw new TaskFailed(message.isEmpty() ? "fail was asked to fail" : message);
  }

  @Override
  byte @Nullable [] foresee(byte[] argument) throws InvalidTask {
    Utf8.requireValid(argument, 0, argument.length);
    return null;
  }

  @Override
  void checkBound(byte[] bound) {}
}
