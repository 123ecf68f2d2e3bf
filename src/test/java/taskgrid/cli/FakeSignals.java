package taskgrid.cli;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import taskgrid.cli.terminal.Signals;

/** Signals raised by hand, on the test's own thread; what would end the process is written down. */
final class FakeSignals implements Signals {
  private final Map<String, Runnable> actions = new ConcurrentHashMap<>();
  final List<Integer> halts = new CopyOnWriteArrayList<>();

  @Override
  public void on(String signal, Runnable action) {
    actions.put(signal, action);
  }

  @Override
  public void halt(int code) {
    halts.add(code);
  }

  void raise(String signal) {
    actions.get(signal).run();
  }
}
