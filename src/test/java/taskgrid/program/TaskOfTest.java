package taskgrid.program;

import taskgrid.function.TaskContext;

record TaskOfTest(long task) implements TaskContext {
  @Override
  public String job() {
    return "abc234";
  }

  @Override
  public int attempt() {
    return 2;
  }

  @Override
  public String member() {
    return "127.0.0.1:5701";
  }

  @Override
  public boolean cancelled() {
    return false;
  }
}
