package taskgrid.job;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import taskgrid.bundle.BundleFile;
import taskgrid.function.FunctionSource;
import taskgrid.grid.Grid;
import taskgrid.grid.Grid.GridMember;
import taskgrid.grid.Grid.JobFacts;
import taskgrid.task.GridException;
import taskgrid.task.JobOptions;
import taskgrid.task.JobStatus;
import taskgrid.task.MemberStatus;
import taskgrid.task.Shipped;
import taskgrid.task.Source;
import taskgrid.task.Stage;

/** The jobs of a grid: submits new ones and finds those that are there. */
public final class Jobs {
  /** The word for the job that was submitted last. */
  private static final String LAST = "last";

  private static final long LOOK_MILLIS = 50;

  private final Grid grid;
  private final FunctionSource functions;
  private final Clock clock;
  private final JobIds ids;
  private final FactsSearch search;

  /** What was packed here, by its id. */
  private final Map<String, BundleFile> packed = new ConcurrentHashMap<>();

  /**
   * @param ids where the ids of new jobs come from
   */
  public Jobs(Grid grid, FunctionSource functions, Clock clock, Random ids) {
    this.grid = grid;
    this.functions = functions;
    this.clock = clock;
    this.ids = new JobIds(ids);
    this.search = new FactsSearch(grid);
  }

  /** Jobs whose options name these files bring them along. They stay open until the jobs end. */
  public void ship(BundleFile files) {
    packed.put(files.shipped().id(), files);
  }

  /**
   * Creates a job and starts to send it.
   *
   * @throws GridException if an input cannot be read, before anything is created; or if the grid
   *     does not take the job
   */
  public Job submit(List<Input> inputs, JobOptions options) throws GridException {
    return submit(inputs, options, LineFilter.NONE);
  }

  /**
   * The same without the lines that have succeeded in another job, by their content.
   *
   * @param told takes lines for people, about what is left out and what is waited for
   * @throws GridException also if there is no such job, or it does something else with its lines
   */
  public Job resume(List<Input> inputs, JobOptions options, String resumed, Consumer<String> told)
      throws GridException, InterruptedException {
    Job job = find(resumed);
    Resume filter = Resume.of(this, job, options, told);
    return submit(inputs, options.withResumed(job.id()), filter);
  }

  /**
   * Runs the tasks of a job that has ended once more that did not succeed, under their numbers.
   *
   * @param failedOnly whether those that were cancelled are left out
   */
  public Job retry(String id, boolean failedOnly, JobOptions options)
      throws GridException, InterruptedException {
    Retry retry = Retry.of(find(id), failedOnly);
    return submit(List.of(retry.input()), options, retry);
  }

  private Job submit(List<Input> inputs, JobOptions options, LineFilter filter)
      throws GridException {
    for (Input input : inputs) {
      input.check();
    }
    Eligible.requireAny(grid, options);
    return submit(freeId(), inputs, options, filter);
  }

  private Job submit(String id, List<Input> inputs, JobOptions options, LineFilter filter)
      throws GridException {
    Answers.insist(() -> grid.createJob(id, options), "create a job");
    ThreadFactory threads = new DaemonThreads("taskgrid-submit-" + id);
    Shipping shipping = shipping(id, options);
    if (shipping != null) {
      ship(id, shipping);
    }
    JobContext context = new JobContext(grid, id, options, functions, clock);
    SubmitCounters counters = new SubmitCounters();
    Places places = new Places(id);
    Submitter submitter = new Submitter(context, inputs, filter, places, counters);
    if (shipping != null) {
      submitter.whenMembersChange(() -> shipping.membersChanged(threads));
    }
    submitter.start(threads);
    return new Job(context, null, new Submission(id, submitter, counters, places));
  }

  /**
   * Creates the stages of a pipeline, each as a job that is fed by the one that it reads, and
   * starts to send lines to those that read the source.
   *
   * @param plan what they say of readers is not heeded but for the last
   * @return the last stage, with what is sent to the first
   * @throws GridException if an input cannot be read, before anything is created; or if the grid
   *     does not take the jobs
   */
  public Job submit(List<Input> inputs, StagePlan plan) throws GridException {
    for (Input input : inputs) {
      input.check();
    }
    requireAny(plan);
    String pipeline = freeId();
    List<StagePlan.Planned> planned = plan.jobs(pipeline, null);
    if (planned.size() == 1) {
      StagePlan.Planned only = planned.get(0);
      return submit(only.id(), inputs, only.options(), LineFilter.NONE);
    }
    Created created = create(planned);
    JobContext first = created.stages().get(0);
    ThreadFactory threads = new DaemonThreads("taskgrid-submit-" + first.id());
    SubmitCounters counters = new SubmitCounters();
    Places places = new Places(first.id());
    Submitter submitter = new Submitter(first, inputs, LineFilter.NONE, places, counters);
    submitter.whenMembersChange(
        () -> created.shippings().forEach(shipping -> shipping.membersChanged(threads)));
    StageSealing sealing = new StageSealing(grid, clock, created.links(), submitter.done());
    submitter.start(threads);
    threads.newThread(sealing).start();
    Submission sent = new Submission(first.id(), submitter, counters, places);
    return new Job(
        created.last(),
        null,
        new StagedSubmission(created.ids(), sent, sealing, new SubmitCounters()));
  }

  /**
   * The same with a source that members drive; the pipeline needs nobody here.
   *
   * @return the last stage
   */
  public Job drive(Source source, StagePlan plan) throws GridException {
    requireAny(plan);
    Created created = create(plan.jobs(freeId(), source));
    StageSealing sealing =
        new StageSealing(grid, clock, created.links(), CompletableFuture.completedFuture(null));
    if (!created.last().options().detached()) {
      new DaemonThreads("taskgrid-pipeline-" + created.last().id()).newThread(sealing).start();
    }
    return new Job(
        created.last(), null, new DrivenPipeline(created.ids(), sealing, new SubmitCounters()));
  }

  private void requireAny(StagePlan plan) throws GridException {
    for (StageJob stage : plan.stages()) {
      Eligible.requireAny(grid, stage.options());
    }
  }

  /** Stages that there are by now, in order, with what they ship. */
  private record Created(List<JobContext> stages, List<Shipping> shippings) {
    JobContext last() {
      return stages.get(stages.size() - 1);
    }

    List<String> ids() {
      return stages.stream().map(JobContext::id).toList();
    }

    /** Which job is fed by which. */
    List<StageSealing.Link> links() {
      List<StageSealing.Link> links = new ArrayList<>();
      for (JobContext stage : stages) {
        Stage of = stage.options().stage();
        String from = of == null ? null : of.from();
        if (of != null && from != null) {
          links.add(new StageSealing.Link(from, stage.id()));
        }
      }
      return links;
    }
  }

  private Created create(List<StagePlan.Planned> planned) throws GridException {
    List<JobContext> contexts = new ArrayList<>();
    List<Shipping> shippings = new ArrayList<>();
    // The last one first: who hands something on must find whom.
    for (int stage = planned.size() - 1; stage >= 0; stage--) {
      String id = planned.get(stage).id();
      JobOptions options = planned.get(stage).options();
      Answers.insist(() -> grid.createJob(id, options), "create a job");
      Shipping shipping = shipping(id, options);
      if (shipping != null) {
        ship(id, shipping);
        shippings.add(shipping);
      }
      contexts.add(0, new JobContext(grid, id, options, functions, clock));
    }
    return new Created(contexts, shippings);
  }

  private @Nullable Shipping shipping(String id, JobOptions options) {
    Shipped shipped = options.shipped();
    return shipped == null
        ? null
        : new Shipping(grid, id, options, shipped, packed.get(shipped.id()));
  }

  /** A job that cannot have its files is none. */
  private void ship(String id, Shipping shipping) throws GridException {
    try {
      shipping.ship();
    } catch (GridException e) {
      Answers.of(grid.forgetJob(id), "forget job " + id);
      throw e;
    }
  }

  private String freeId() throws GridException {
    while (true) {
      String id = ids.next();
      boolean free = Answers.insist(() -> grid.facts(id), "create a job") == null;
      if (free && Answers.insist(() -> grid.facts(StagePlan.id(id, 1)), "create a job") == null) {
        return id;
      }
    }
  }

  /**
   * Finds a job.
   *
   * @param id of the job, or a beginning that no other job has, or {@code last}
   * @throws GridException if there is no such job, or more than one
   */
  public Job find(String id) throws GridException {
    JobFacts facts = id.equals(LAST) ? newest() : unique(id);
    return job(facts);
  }

  /** A job by its whole id; null if the grid does not know it any more. */
  @Nullable Job findKept(String id) throws GridException {
    JobFacts facts = search.of(id);
    return facts == null || facts.forgotten() ? null : job(facts);
  }

  private Job job(JobFacts facts) {
    return new Job(
        new JobContext(grid, facts.job(), facts.options(), functions, clock), facts, null);
  }

  StatusQuery statusQuery() {
    return new StatusQuery(grid, clock);
  }

  /**
   * What is written of a job now.
   *
   * @throws GridException if there is none
   */
  JobFacts facts(String id) throws GridException {
    JobFacts facts = search.of(id);
    if (facts == null || facts.forgotten()) {
      throw new GridException("no such job: " + id);
    }
    return facts;
  }

  private JobFacts newest() throws GridException {
    return search.search(id -> true).stream()
        .max(Comparator.comparingLong(JobFacts::submittedMillis))
        .orElseThrow(() -> new GridException("there is no job yet"));
  }

  private JobFacts unique(String beginning) throws GridException {
    List<JobFacts> found = search.search(id -> !beginning.isEmpty() && id.startsWith(beginning));
    for (JobFacts facts : found) {
      if (facts.job().equals(beginning)) {
        return facts;
      }
    }
    if (found.isEmpty()) {
      throw new GridException(
          "no such job: " + beginning + " (bin/taskgrid job list --all shows those there are)");
    }
    if (found.size() > 1) {
      String ids = found.stream().map(JobFacts::job).collect(Collectors.joining(", "));
      throw new GridException(
          "%s is the beginning of %d jobs: %s".formatted(beginning, found.size(), ids));
    }
    return found.get(0);
  }

  /** All jobs that are not forgotten, the newest last. */
  public List<JobStatus> list() throws GridException {
    StatusQuery query = new StatusQuery(grid, clock);
    List<JobStatus> list = new ArrayList<>();
    for (JobFacts facts : search.all()) {
      list.add(query.of(facts));
    }
    list.sort(Comparator.comparing(JobStatus::submitted));
    return list;
  }

  /** All members that answer, in order of age. */
  public List<MemberStatus> members() throws GridException {
    List<MemberStatus> members = new ArrayList<>();
    for (var answer : Answers.askAll(grid.members(), grid::memberStatus)) {
      MemberStatus status = Answers.of(answer, "ask members how they are");
      if (status != null) {
        members.add(status);
      }
    }
    return members;
  }

  /**
   * Makes a member leave in order; returns when it has left.
   *
   * @throws GridException if there is no such member, or it refuses
   */
  public void drain(String address) throws GridException, InterruptedException {
    List<GridMember> members = grid.members();
    UUID id =
        members.stream()
            .filter(member -> member.address().equals(address))
            .map(GridMember::id)
            .findFirst()
            .orElseThrow(() -> noSuchMember(address, members));
    Answers.of(Answers.ask(() -> grid.drain(id)), "drain member " + address);
    while (grid.members().stream().anyMatch(member -> member.id().equals(id))) {
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
  }

  private static GridException noSuchMember(String address, List<GridMember> members) {
    String there = members.stream().map(GridMember::address).collect(Collectors.joining(", "));
    return new GridException("no member at " + address + "; there are " + there);
  }
}
