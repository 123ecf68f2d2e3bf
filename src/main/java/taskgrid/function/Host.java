package taskgrid.function;

import org.jspecify.annotations.Nullable;

/** Looks a host command up in this member's table, waits as long as it says, answers. */
final class Host extends BuiltIn {
  private final @Nullable HostTable table;
  private final Pause pause;

  /**
   * @param table null on a member that has none
   */
  Host(@Nullable HostTable table, Pause pause) {
    super("host IP:COMMAND: the response in the member's host table, after its wait");
    this.table = table;
    this.pause = pause;
  }

  @Override
  public byte[] applyBytes(byte[] input, TaskContext context)
      throws InvalidTask, TaskFailed, InterruptedException {
    int colon = colon(input);
    if (table == null) {
      throw new TaskFailed("member " + context.member() + " has no host table (--host-table)");
    }
    HostTable.Answer answer = table.find(input, colon);
    pause.nanos(answer.delay().toNanos());
    return answer.response();
  }

  private int colon(byte[] argument) throws InvalidTask {
    int colon = HostAddress.colon(argument, 0, argument.length);
    if (colon < 0 || colon + 1 == argument.length) {
      throw new InvalidTask("host needs IP:COMMAND, got " + IntegerArguments.got(argument));
    }
    return colon;
  }

  @Override
  byte @Nullable [] foresee(byte[] argument) throws InvalidTask {
    colon(argument);
    return null;
  }

  @Override
  void checkBound(byte[] bound) {}
}
