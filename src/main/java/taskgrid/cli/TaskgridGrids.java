package taskgrid.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import taskgrid.ConnectOptions;
import taskgrid.EmbeddedOptions;
import taskgrid.Member;
import taskgrid.MemberOptions;
import taskgrid.Taskgrid;
import taskgrid.bundle.BundleFile;
import taskgrid.job.DeadLetters;
import taskgrid.job.Input;
import taskgrid.job.Job;
import taskgrid.job.ResultOptions;
import taskgrid.job.ResultReader;
import taskgrid.job.StagePlan;
import taskgrid.job.SubmitProgress;
import taskgrid.task.GridException;
import taskgrid.task.JobOptions;
import taskgrid.task.JobStatus;
import taskgrid.task.MemberStatus;
import taskgrid.task.Source;
import taskgrid.task.TaskNumbers;
import taskgrid.task.TaskStatus;

/** Grids through the public Java API, and nothing beside it. */
final class TaskgridGrids implements Grids {
  @Override
  public OpenGrid connect(ConnectOptions options) throws GridException {
    return new Open(Taskgrid.connect(options), false);
  }

  @Override
  public Optional<OpenGrid> local(ConnectOptions options) throws GridException {
    return Taskgrid.local(options).map(grid -> new Open(grid, false));
  }

  @Override
  public OpenGrid embedded(EmbeddedOptions options) throws GridException {
    return new Open(Taskgrid.embedded(options), true);
  }

  @Override
  public RunningMember start(MemberOptions options) throws GridException {
    return new Started(Member.start(options));
  }

  private record Open(Taskgrid grid, boolean isEmbedded) implements OpenGrid {
    @Override
    public String where() {
      return grid.where();
    }

    @Override
    public void ship(BundleFile files) {
      grid.ship(files);
    }

    @Override
    public RunningJob submit(List<Input> inputs, JobOptions options) throws GridException {
      return new Running(grid.submit(inputs, options));
    }

    @Override
    public RunningJob submit(List<Input> inputs, StagePlan plan) throws GridException {
      return new Running(grid.submit(inputs, plan));
    }

    @Override
    public RunningJob drive(Source source, StagePlan plan) throws GridException {
      return new Running(grid.drive(source, plan));
    }

    @Override
    public RunningJob resume(
        List<Input> inputs, JobOptions options, String resumed, Consumer<String> told)
        throws GridException, InterruptedException {
      return new Running(grid.resume(inputs, options, resumed, told));
    }

    @Override
    public RunningJob retry(String job, boolean failedOnly, JobOptions options)
        throws GridException, InterruptedException {
      return new Running(grid.retry(job, failedOnly, options));
    }

    @Override
    public RunningJob job(String id) throws GridException {
      return new Running(grid.job(id));
    }

    @Override
    public List<JobStatus> jobs() throws GridException {
      return grid.jobs();
    }

    @Override
    public List<MemberStatus> members() throws GridException {
      return grid.members();
    }

    @Override
    public void drain(String address) throws GridException, InterruptedException {
      grid.drain(address);
    }

    @Override
    public void close() {
      grid.close();
    }
  }

  private record Running(Job job) implements RunningJob {
    @Override
    public String id() {
      return job.id();
    }

    @Override
    public JobStatus status() throws GridException {
      return job.status();
    }

    @Override
    public List<String> why() throws GridException {
      return job.why();
    }

    @Override
    public TaskStatus task(long task) throws GridException {
      return job.task(task);
    }

    @Override
    public ResultReader results(ResultOptions options) throws GridException {
      return job.results(options);
    }

    @Override
    public void cancel(@Nullable String reason) throws GridException {
      job.cancel(reason);
    }

    @Override
    public void cancel(TaskNumbers tasks, @Nullable String reason) throws GridException {
      job.cancel(tasks, reason);
    }

    @Override
    public void limit(int atOnce) throws GridException {
      job.limit(atOnce);
    }

    @Override
    public void scale(int onEach) throws GridException {
      job.scale(onEach);
    }

    @Override
    public void retried(TaskNumbers tasks) throws GridException {
      job.retried(tasks);
    }

    @Override
    public void deadLetters(DeadLetters.Sink sink)
        throws GridException, IOException, InterruptedException {
      job.deadLetters(sink);
    }

    @Override
    public Optional<DeadLetters> deadLetters(String name)
        throws GridException, InterruptedException {
      return job.deadLetters(name);
    }

    @Override
    public void drain() throws GridException {
      job.drain();
    }

    @Override
    public void forget() throws GridException {
      job.forget();
    }

    @Override
    public SubmitProgress progress() {
      return job.progress();
    }

    @Override
    public String placeOf(long task) {
      return job.placeOf(task).toString();
    }

    @Override
    public String placeOf(JobStatus other, long task) {
      return job.placeOf(other, task).toString();
    }

    @Override
    public CompletableFuture<Void> sent() {
      return job.sent();
    }

    @Override
    public void close() {
      job.close();
    }
  }

  private record Started(Member member) implements RunningMember {
    @Override
    public String address() {
      return member.address();
    }

    @Override
    public int memberCount() {
      return member.memberCount();
    }

    @Override
    public void drain(Duration patience) {
      member.drain(patience);
    }

    @Override
    public void whenAskedToLeave(Runnable leaving) {
      member.whenAskedToLeave(leaving);
    }

    @Override
    public void awaitTermination() throws InterruptedException {
      member.awaitTermination();
    }

    @Override
    public void close() {
      member.close();
    }
  }
}
