package taskgrid.grid.node;

import com.hazelcast.client.Client;
import com.hazelcast.client.ClientListener;

/** Hears of submitters that connect to this member. */
record Submitters(Runnable came) implements ClientListener {
  @Override
  public void clientConnected(Client client) {
    came.run();
  }

  @Override
  public void clientDisconnected(Client client) {
    // Jobs notice for themselves that their submitter is silent.
  }
}
