package taskgrid.cli;

import java.util.List;
import java.util.function.Consumer;
import taskgrid.bundle.BundleFile;
import taskgrid.job.Input;
import taskgrid.job.StagePlan;
import taskgrid.task.GridException;
import taskgrid.task.JobOptions;
import taskgrid.task.JobStatus;
import taskgrid.task.MemberStatus;
import taskgrid.task.Source;

/** A grid that can be used now. */
interface OpenGrid extends AutoCloseable {
  /** As in {@code on 2 members at 127.0.0.1:5701}. */
  String where();

  /** Whether it lives in this process, and ends with it. */
  boolean isEmbedded();

  /** Jobs whose options name these files bring them along. */
  void ship(BundleFile files);

  RunningJob submit(List<Input> inputs, JobOptions options) throws GridException;

  /**
   * Sends lines through the stages of a pipeline.
   *
   * @return its last stage
   */
  RunningJob submit(List<Input> inputs, StagePlan plan) throws GridException;

  /**
   * The same with a source that members drive.
   *
   * @return its last stage
   */
  RunningJob drive(Source source, StagePlan plan) throws GridException;

  /**
   * The same without the lines that have succeeded in another job.
   *
   * @param told takes lines for people
   */
  RunningJob resume(List<Input> inputs, JobOptions options, String resumed, Consumer<String> told)
      throws GridException, InterruptedException;

  /**
   * Runs the tasks of a job once more that did not succeed.
   *
   * @param failedOnly whether those that were cancelled are left out
   */
  RunningJob retry(String job, boolean failedOnly, JobOptions options)
      throws GridException, InterruptedException;

  /** A job by its id, a unique beginning of it, or {@code last}. */
  RunningJob job(String id) throws GridException;

  List<JobStatus> jobs() throws GridException;

  List<MemberStatus> members() throws GridException;

  /** Makes a member leave in order; returns when it has left. */
  void drain(String address) throws GridException, InterruptedException;

  @Override
  void close();
}
