package taskgrid.grid.node;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import taskgrid.grid.Grid.JobFacts;
import taskgrid.grid.client.FactStore;
import taskgrid.grid.wire.FactKey;
import taskgrid.grid.wire.GridMaps;

/** The facts of jobs in this member's partitions. */
final class OwnFacts
    implements OldJobs.Facts, HaltWatch.Facts, StageWatch.Facts, SourceDrive.Facts {
  private final GridMaps maps;
  private final FactStore facts;
  private final Clock clock;

  OwnFacts(GridMaps maps, Clock clock) {
    this.maps = maps;
    this.facts = new FactStore(maps.jobs());
    this.clock = clock;
  }

  @Override
  public List<String> own() {
    List<String> jobs = new ArrayList<>();
    for (FactKey key : maps.jobs().localKeySet()) {
      if (key.kind() == FactKey.Kind.OPTIONS) {
        jobs.add(key.job());
      }
    }
    return jobs;
  }

  @Override
  public @Nullable JobFacts read(String job) {
    return facts.read(job);
  }

  @Override
  public void halt(String job, boolean now, String reason) {
    facts.halt(job, now, reason);
  }

  @Override
  public void seal(String job, long tasks, long lastLine, boolean cutShort) {
    facts.seal(job, tasks, lastLine, cutShort);
  }

  @Override
  public boolean drained(String job) {
    return facts.drained(job);
  }

  @Override
  public byte @Nullable [] reserved(String job) {
    return facts.reserved(job);
  }

  @Override
  public boolean reserve(String job, byte @Nullable [] before, byte[] now) {
    return facts.reserve(job, before, now);
  }

  @Override
  public void forget(String job) {
    facts.forget(job, clock.millis());
  }
}
