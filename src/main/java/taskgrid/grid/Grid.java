package taskgrid.grid;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import taskgrid.task.JobOptions;
import taskgrid.task.Limits;
import taskgrid.task.Shipped;
import taskgrid.task.TaskNumbers;

/**
 * The grid as a job sees it: from outside through a client, or from within an embedded member. All
 * calls may be made from any thread, do not block, and may be repeated without harm.
 */
public interface Grid extends AutoCloseable {

  /** The members there are now, in order of age. Never null, empty while disconnected. */
  List<GridMember> members();

  /** A number that changes whenever members or the ownership of routes may have changed. */
  long topologyVersion();

  /** The member that owns a route now; null while nobody does. */
  @Nullable UUID ownerOf(int route);

  /**
   * A route whose owner is the given member; calls in turn rotate through its partitions. Returns
   * -1 while it owns none.
   */
  int routeTo(UUID member);

  /**
   * Stores a batch with its backup. Completes when both have it. The same key has always the same
   * bytes.
   */
  CompletionStage<@Nullable Void> storeBatch(BatchKey key, byte[] batch);

  /** The batch while it is stored; null once it has become a log, or was never stored. */
  CompletionStage<byte @Nullable []> batch(BatchKey key);

  /**
   * The n-th segment of the batch's log, or with -1 the stub that a dropped log left; null if there
   * is none (any more).
   */
  CompletionStage<byte @Nullable []> segment(BatchKey key, int n);

  /** Whether the grid holds anything of the batch: the batch itself, its log or its stub. */
  CompletionStage<Boolean> knows(BatchKey key);

  /** Asks one member for what is new in a job; may take up to about request.maxWaitMillis. */
  CompletionStage<PullReply> pull(UUID member, PullRequest request);

  /** Tells one member that the submitter of a job lives, even if it has nothing to pull. */
  CompletionStage<@Nullable Void> alive(UUID member, String job);

  /** Asks one member for the counts of a job. */
  CompletionStage<Progress> progress(UUID member, String job);

  /** Which lines of a job a member has, in order. */
  CompletionStage<List<Lines>> lines(UUID member, String job);

  /**
   * Asks one member what it sees of a job, and of a line of it.
   *
   * @param line 0 = only of the job
   */
  CompletionStage<Look> look(UUID member, String job, long line);

  /** Asks one member how it is. */
  CompletionStage<taskgrid.task.MemberStatus> memberStatus(UUID member);

  /**
   * Sends one member a piece of the files that a job ships.
   *
   * @return from where on the member wants more; their size when it has all
   */
  CompletionStage<Long> sendPiece(
      UUID member, String job, Shipped bundle, long offset, byte[] piece);

  /** Tells one member that it will need the files of a job, and asks how far it is with them. */
  CompletionStage<BundleState> needBundle(UUID member, String job, Shipped bundle);

  /** Asks one member to leave in order; completes when it begins to. */
  CompletionStage<@Nullable Void> drain(UUID member);

  /**
   * Facts. Each is written once; the first writing stands; all return when the grid has it safe.
   */
  CompletionStage<@Nullable Void> createJob(String job, JobOptions options);

  /**
   * @param cutShort whether a cancellation left a part of the input unsent
   */
  CompletionStage<@Nullable Void> sealJob(
      String job, long totalTasks, long lastLine, boolean cutShort);

  /** The submitter left before the end of its input; it will not come back. */
  CompletionStage<@Nullable Void> leaveJob(String job, Left left);

  CompletionStage<@Nullable Void> cancelJob(String job, @Nullable String reason);

  /**
   * Nothing more of the job is started, and what has not started is cancelled; the rest may end.
   */
  CompletionStage<@Nullable Void> haltJob(String job, String reason);

  /** Cancels those of the named tasks that have not ended, now or when they are sent. */
  CompletionStage<@Nullable Void> cancelTasks(String job, TasksCancelled tasks);

  CompletionStage<@Nullable Void> forgetJob(String job);

  /**
   * From now on so many tasks of a job may run at once. The one fact that may be written again.
   *
   * @param number 0 = as many as there are slots
   */
  CompletionStage<@Nullable Void> limitJob(String job, int number);

  /**
   * From now on so many tasks of a job may run at once on each member. May be written again.
   *
   * @param number 0 = as many as it has slots
   */
  CompletionStage<@Nullable Void> scaleJob(String job, int number);

  /** Failed tasks of a job run again in another. */
  CompletionStage<@Nullable Void> retryTasks(String job, TaskNumbers tasks);

  /** Which failed tasks of a job run again in another, each time that somebody said so. */
  CompletionStage<List<TaskNumbers>> retriedTasks(String job);

  /** No more items of the source that a job is are wanted. */
  CompletionStage<@Nullable Void> drainJob(String job);

  /** What is written of a job; null if the grid has never heard of it. */
  CompletionStage<@Nullable JobFacts> facts(String job);

  /** Ids of all jobs that are not forgotten. */
  CompletionStage<List<String>> jobs();

  /** Asks one member of which jobs it has something, whether or not their facts are there. */
  CompletionStage<HeldJobs> heldJobs(UUID member);

  @Override
  void close();

  /**
   * How far a member is with the files of a job.
   *
   * @param ready whether it has them
   * @param trouble why it could not get them when it last tried; null if nothing went wrong
   */
  record BundleState(boolean ready, @Nullable String trouble) {}

  /** A member as dealing needs it. */
  record GridMember(
      UUID id, String address, int slots, boolean shell, java.util.Map<String, String> labels) {}

  /**
   * The facts of a job.
   *
   * @param submittedMillis when it was created, epoch milliseconds; below 0 = nobody knows, for its
   *     facts are lost
   * @param total tasks, or -1 while not sealed
   * @param cutShort whether it was sealed before the end of its input, for it was cancelled
   * @param cancelled whether nothing more of it is to be started
   * @param left null unless the submitter left in order before it could seal the job
   * @param gently of a cancelled job, whether what runs may end
   * @param tasksCancelled which tasks of it were cancelled, each time that somebody did so
   * @param atOnce how many of its tasks may run at once if that was changed; below 0 = it was not
   * @param onEach the same on each member
   */
  record JobFacts(
      String job,
      JobOptions options,
      long submittedMillis,
      long total,
      long lastLine,
      boolean cutShort,
      boolean cancelled,
      @Nullable String reason,
      boolean forgotten,
      @Nullable Left left,
      boolean gently,
      List<TasksCancelled> tasksCancelled,
      int atOnce,
      int onEach) {

    /** Facts of a job of which no single tasks are cancelled. */
    public JobFacts(
        String job,
        JobOptions options,
        long submittedMillis,
        long total,
        long lastLine,
        boolean cutShort,
        boolean cancelled,
        @Nullable String reason,
        boolean forgotten,
        @Nullable Left left) {
      this(
          job,
          options,
          submittedMillis,
          total,
          lastLine,
          cutShort,
          cancelled,
          reason,
          forgotten,
          left,
          false,
          List.of(),
          -1,
          -1);
    }

    /** How many of its tasks may run at once now. */
    public Limits limits() {
      Limits all = atOnce < 0 ? options.limits() : options.limits().withAtOnce(atOnce);
      return onEach < 0 ? all : all.withOnEach(onEach);
    }

    /** What stands for the facts of a job that has lost them. */
    public static JobFacts lost(String job) {
      return new JobFacts(job, JobOptions.DEFAULT, -1, -1, 0, false, false, null, false, null);
    }

    public boolean areLost() {
      return submittedMillis < 0;
    }

    public boolean sealed() {
      return total >= 0;
    }
  }

  /**
   * Tasks that were cancelled at one time.
   *
   * @param reason null if none was given
   */
  record TasksCancelled(TaskNumbers tasks, @Nullable String reason) {}

  /**
   * Jobs of which a member has batches or logs.
   *
   * @param whole false while it takes over from others, so that it may not know all
   */
  record HeldJobs(boolean whole, List<String> jobs) {
    public HeldJobs {
      jobs = List.copyOf(jobs);
    }
  }

  /**
   * Where a submitter left its input.
   *
   * @param tasks that the grid has confirmed to it
   * @param lastLine the last line up to which all was confirmed
   */
  record Left(long tasks, long lastLine) {}

  /**
   * @param epoch of the member's index as the last reply gave it; 0 at first. After a restart of
   *     the member or an unknown epoch the member starts again from the beginning
   * @param cursor as the last reply gave it; 0 at first
   * @param withBytes whether segments come with their bytes, or only as headers
   * @param maxBytes about how many bytes of segments to answer with, at least one segment; {@link
   *     #TELLS_ONLY} = none, at once
   * @param deliveredBelow every line below this number is delivered (1 if nothing is)
   * @param delivered first lines of batches wholly delivered since the last pull to this member
   * @param submitter whether this is the job's own submitter: its deliveries count, its silence is
   *     noticed
   * @param head first line of the batch that the reader must have next; 0 if it does not care
   * @param maxWaitMillis how long the member may wait for something new, 0 to 1000
   */
  record PullRequest(
      String job,
      long epoch,
      long cursor,
      boolean withBytes,
      int maxBytes,
      long deliveredBelow,
      long[] delivered,
      boolean submitter,
      long head,
      int maxWaitMillis) {
    public static final int TELLS_ONLY = 0;
  }

  /**
   * @param credit bytes of batches that this member takes now from this job, as of the moment when
   *     it read the request
   * @param taskNanos a moving average of how long a task of this job takes there; 0 if unknown
   * @param cancelled whether the job is cancelled
   */
  record PullReply(
      long epoch,
      long cursor,
      long credit,
      long taskNanos,
      boolean cancelled,
      List<PullItem> items) {}

  /**
   * A segment or a stub that is new.
   *
   * @param n the segment's number in its log, from 0; -1 = stub: the log was dropped
   * @param after last line before this batch's reach: the end of the batch before it
   * @param lines how many lines it carries from key.first() on
   * @param tasks how many of them are tasks
   * @param complete whether this segment completes the batch
   * @param size bytes of the segment
   * @param bytes the segment, if asked for and not a stub
   */
  record PullItem(
      BatchKey key,
      int n,
      long after,
      int lines,
      int tasks,
      boolean complete,
      int size,
      byte @Nullable [] bytes) {}

  /**
   * One member's share of a job's counts.
   *
   * @param whole false while the member takes over partitions, so that it may not know all of it
   * @param lastLine highest line that it has
   * @param submitterSilentMillis since the submitter was last heard here; -1 = never
   * @param lastResultMillis epoch milliseconds of the newest result; 0 = none
   * @param members that ran tasks of it
   * @param failures a handful of failed tasks, lowest numbers first
   */
  record Progress(
      boolean whole,
      taskgrid.task.JobCounts counts,
      long lastLine,
      long submitterSilentMillis,
      long lastResultMillis,
      List<String> members,
      List<taskgrid.task.TaskResult> failures) {}
}
