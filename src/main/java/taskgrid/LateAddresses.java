package taskgrid;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import taskgrid.grid.node.RunningNode;

/** Addresses that are found while and after a member starts. Guarded by its own monitor. */
final class LateAddresses {
  private final List<String> early = new ArrayList<>();
  private @Nullable RunningNode node;

  synchronized void found(String address) {
    RunningNode running = node;
    if (running == null) {
      early.add(address);
    } else {
      running.lookAt(List.of(address));
    }
  }

  synchronized void tell(RunningNode running) {
    node = running;
    running.lookAt(early);
  }
}
