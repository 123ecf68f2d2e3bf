package taskgrid.cli.terminal;

/** The operating system's word with this process, or a test's. */
public interface Signals {
  /** Runs the action, on some thread, whenever this signal comes: {@code INT}, {@code TERM}… */
  void on(String signal, Runnable action);

  /** Ends the process at once, without waiting for anything. */
  void halt(int code);
}
