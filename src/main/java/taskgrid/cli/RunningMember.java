package taskgrid.cli;

import java.time.Duration;

/** A member in this process. */
interface RunningMember extends AutoCloseable {
  String address();

  /** Members of the whole grid, this one included. */
  int memberCount();

  /** Takes nothing new, waits for what runs, hands over the rest. */
  void drain(Duration patience);

  /** What to do when somebody asks from afar that the member leaves. */
  void whenAskedToLeave(Runnable leaving);

  /** Returns when the member is down, for whatever reason. */
  void awaitTermination() throws InterruptedException;

  @Override
  void close();
}
