package taskgrid.grid.node;

import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import taskgrid.grid.Grid.Progress;
import taskgrid.grid.layout.ByteWriter;
import taskgrid.grid.wire.Call;
import taskgrid.grid.wire.Codec;

/** Asks every member, this one too, what it has of a job. */
final class AllMembers implements OldJobs.Members, Counting.Members {
  private final MemberCaller caller;
  private final Ownership ownership;

  AllMembers(MemberCaller caller, Ownership ownership) {
    this.caller = caller;
    this.ownership = ownership;
  }

  @Override
  public Set<UUID> ids() {
    Set<UUID> all = new HashSet<>(caller.ids());
    all.add(caller.self());
    return all;
  }

  UUID self() {
    return caller.self();
  }

  CompletionStage<byte[]> call(UUID member, Call call, byte[] request) {
    return caller.call(member, call, request);
  }

  @Override
  public long stamp() {
    return ownership.stamp();
  }

  @Override
  public CompletionStage<Remains> remains(UUID member, String job) {
    byte[] request = new ByteWriter().string(job).toByteArray();
    return caller.call(member, Call.REMAINS, request).thenApply(Remains::read);
  }

  @Override
  public CompletionStage<long[]> lines(UUID member, String job) {
    byte[] request = new ByteWriter().string(job).toByteArray();
    return caller.call(member, Call.LINES, request).thenApply(Codec::numbers);
  }

  @Override
  public CompletionStage<Progress> progress(UUID member, String job) {
    byte[] request = new ByteWriter().string(job).toByteArray();
    return caller.call(member, Call.PROGRESS, request).thenApply(Codec::progress);
  }
}
