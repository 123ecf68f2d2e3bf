package taskgrid.cli;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import taskgrid.ConnectOptions;
import taskgrid.EmbeddedOptions;
import taskgrid.MemberOptions;
import taskgrid.bundle.BundleFile;
import taskgrid.job.Input;
import taskgrid.job.StageJob;
import taskgrid.job.StagePlan;
import taskgrid.task.GridException;
import taskgrid.task.JobOptions;
import taskgrid.task.JobStatus;
import taskgrid.task.MemberStatus;
import taskgrid.task.Source;

/** Grids as a test wants them: with or without a member on this host, with one job. */
final class FakeGrids implements Grids {
  final List<String> calls = new ArrayList<>();
  final List<JobStatus> jobs = new ArrayList<>();
  final List<MemberStatus> members = new ArrayList<>();
  final FakeJob job;

  boolean memberOnThisHost = true;
  GridException refusal;
  GridException drainRefusal;
  JobOptions submitted;
  MemberOptions started;
  final FakeMember member = new FakeMember();

  /** Jobs to be found beside the one. */
  final Map<String, FakeJob> stages = new HashMap<>();

  /** The last stages of pipelines that will be submitted, in order. */
  final Deque<FakeJob> pipelines = new ArrayDeque<>();

  FakeGrids(FakeJob job) {
    this.job = job;
  }

  @Override
  public OpenGrid connect(ConnectOptions options) throws GridException {
    calls.add("connect " + options.cluster() + " " + options.members());
    if (refusal != null) {
      throw refusal;
    }
    return new Open("on 2 members at " + options.members().get(0), false);
  }

  @Override
  public Optional<OpenGrid> local(ConnectOptions options) {
    calls.add("local " + options.cluster());
    return memberOnThisHost
        ? Optional.of(new Open("on 2 members at 127.0.0.1:5701", false))
        : Optional.empty();
  }

  @Override
  public OpenGrid embedded(EmbeddedOptions options) {
    calls.add("embedded " + options.slots());
    return new Open("embedded in this process, " + options.slots() + " slots", true);
  }

  @Override
  public RunningMember start(MemberOptions options) throws GridException {
    if (refusal != null) {
      throw refusal;
    }
    started = options;
    return member;
  }

  /** A member that waits to be told to go. */
  static final class FakeMember implements RunningMember {
    final List<String> calls = new ArrayList<>();
    final CountDownLatch down = new CountDownLatch(1);

    /** Opened when somebody waits for the member's end. */
    final CountDownLatch awaited = new CountDownLatch(1);

    /** While closed, draining takes its time. */
    CountDownLatch drained = new CountDownLatch(0);

    final CountDownLatch draining = new CountDownLatch(1);
    Runnable askedToLeave;

    @Override
    public String address() {
      return "127.0.0.1:5701";
    }

    @Override
    public int memberCount() {
      return 2;
    }

    @Override
    public void drain(Duration patience) {
      calls.add("drain " + patience);
      draining.countDown();
      try {
        drained.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void whenAskedToLeave(Runnable leaving) {
      askedToLeave = leaving;
    }

    @Override
    public void awaitTermination() throws InterruptedException {
      awaited.countDown();
      down.await();
    }

    @Override
    public void close() {
      down.countDown();
    }
  }

  private final class Open implements OpenGrid {
    @Override
    public void ship(BundleFile files) {
      // It runs nothing that could need them.
    }

    private final String where;
    private final boolean embedded;

    Open(String where, boolean embedded) {
      this.where = where;
      this.embedded = embedded;
    }

    @Override
    public String where() {
      return where;
    }

    @Override
    public boolean isEmbedded() {
      return embedded;
    }

    @Override
    public RunningJob drive(Source source, StagePlan plan) {
      throw new UnsupportedOperationException("no pipelines in this grid");
    }

    @Override
    public RunningJob submit(List<Input> inputs, StagePlan plan) {
      calls.add("run " + plan.stages().stream().map(StageJob::name).toList());
      return pipelines.isEmpty() ? job : pipelines.remove();
    }

    @Override
    public RunningJob submit(List<Input> inputs, JobOptions options) {
      calls.add("submit " + inputs.stream().map(Input::name).toList());
      submitted = options;
      return job;
    }

    @Override
    public RunningJob resume(
        List<Input> inputs, JobOptions options, String resumed, Consumer<String> told) {
      told.accept("resume: 3 lines succeeded in job " + resumed + " and are not run again");
      return submit(inputs, options);
    }

    @Override
    public RunningJob retry(String id, boolean failedOnly, JobOptions options) {
      calls.add("retry " + id + (failedOnly ? " --failed" : ""));
      submitted = options;
      return job;
    }

    @Override
    public RunningJob job(String id) throws GridException {
      FakeJob stage = stages.get(id);
      if (stage != null) {
        return stage;
      }
      if (!id.equals("last") && !job.id().startsWith(id)) {
        throw new GridException("no such job: " + id);
      }
      return job;
    }

    @Override
    public List<JobStatus> jobs() {
      return jobs;
    }

    @Override
    public List<MemberStatus> members() {
      return members;
    }

    @Override
    public void drain(String address) throws GridException {
      if (drainRefusal != null) {
        throw drainRefusal;
      }
      calls.add("drain " + address);
    }

    @Override
    public void close() {
      calls.add("close");
    }
  }
}
