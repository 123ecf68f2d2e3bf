package taskgrid.grid.node;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import taskgrid.grid.Grid.Progress;
import taskgrid.grid.Lines;
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
    return ask(member, Call.REMAINS, job).thenApply(Remains::read);
  }

  @Override
  public CompletionStage<List<Lines>> lines(UUID member, String job) {
    return ask(member, Call.LINES, job).thenApply(Codec::lines);
  }

  @Override
  public CompletionStage<Progress> progress(UUID member, String job) {
    return ask(member, Call.PROGRESS, job).thenApply(Codec::progress);
  }

  private CompletionStage<byte[]> ask(UUID member, Call call, String job) {
    return caller.call(member, call, new ByteWriter().string(job).toByteArray());
  }
}
