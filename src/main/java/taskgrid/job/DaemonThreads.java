package taskgrid.job;

import java.util.concurrent.ThreadFactory;

/** Threads that do not keep the process alive: one of them may wait for standard input for ever. */
final class DaemonThreads implements ThreadFactory {
  private final String name;

  DaemonThreads(String name) {
    this.name = name;
  }

  @Override
  public Thread newThread(Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }
}
