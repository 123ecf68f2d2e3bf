package taskgrid.function;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

/** Answers which member ran the task; ignores its argument, so that any file can be dealt to it. */
final class WhoAmI extends BuiltIn {
  WhoAmI() {
    super("whoami: the address of the member that ran the task");
  }

  @Override
  public byte[] applyBytes(byte[] input, TaskContext context) {
    return context.member().getBytes(UTF_8);
  }

  @Override
  byte @Nullable [] foresee(byte[] argument) {
    return null;
  }

  @Override
  void checkBound(byte[] bound) {}
}
