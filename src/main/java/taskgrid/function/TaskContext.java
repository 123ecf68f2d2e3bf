package taskgrid.function;

/** What a running task may know of itself. */
public interface TaskContext {
  /** The job's id. */
  String job();

  /** The task's number, from 1. */
  long task();

  /** This attempt's number, from 1. */
  int attempt();

  /** The address of the member that runs it, {@code host:port}. */
  String member();

  /** Whether nobody waits for the answer any more; long functions look now and then. */
  boolean cancelled();
}
