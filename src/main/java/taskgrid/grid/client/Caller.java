package taskgrid.grid.client;

import java.util.UUID;
import java.util.concurrent.CompletionStage;
import taskgrid.grid.wire.Call;

/** Sends a call to a member and brings its answer: from a client, or from within a member. */
@FunctionalInterface
public interface Caller {
  CompletionStage<byte[]> call(UUID member, Call call, byte[] request);
}
