package taskgrid.job;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import taskgrid.grid.BatchKey;
import taskgrid.grid.Grid.GridMember;
import taskgrid.grid.Grid.PullReply;
import taskgrid.grid.Grid.PullRequest;
import taskgrid.task.GridException;

/**
 * Asks every member again and again for what is new in a job: one question at a time to each, new
 * members too, departed ones no more. For one thread, to which answers come through its mailbox.
 */
final class Pulls implements AutoCloseable {
  /** What all answers that are under way may hold together, if members keep to it. */
  private static final int MOST_BYTES = 8 << 20;

  private static final int LEAST_BYTES = 256 << 10;

  private static final long MOST_SILENT_MILLIS = 120_000;

  private final JobContext context;
  private final Mailbox mailbox;
  private final PullTerms terms;
  private final Deliveries deliveries;

  /** Null for a reader that is not its job's submitter. */
  private final @Nullable Feedback feedback;

  private final Map<UUID, MemberPull> pulls = new HashMap<>();
  private long topology = -1;

  /** Grows when what members said is in doubt: only what is asked after that counts as quiet. */
  private long doubts;

  private boolean closed;

  /** Since when every answer is missing; Long.MAX_VALUE if the last one came. */
  private long silentSinceMillis = Long.MAX_VALUE;

  Pulls(
      JobContext context,
      Mailbox mailbox,
      PullTerms terms,
      Deliveries deliveries,
      @Nullable Feedback feedback) {
    this.context = context;
    this.mailbox = mailbox;
    this.terms = terms;
    this.deliveries = deliveries;
    this.feedback = feedback;
  }

  /** Pulls for a submitter that reads no results, only for what they tell about the job. */
  static Pulls withoutReader(JobContext context, Mailbox mailbox, Feedback feedback) {
    return new Pulls(context, mailbox, new HeadersOnly(), new Deliveries(context.grid()), feedback);
  }

  /** Asks whom there is to ask now. */
  void tick() {
    if (closed) {
      return;
    }
    long version = context.grid().topologyVersion();
    if (version != topology) {
      topology = version;
      refresh();
    }
    long now = context.clock().millis();
    if (pulls.isEmpty()) {
      silentSinceMillis = Math.min(silentSinceMillis, now);
    }
    for (MemberPull pull : pulls.values()) {
      if (pull.isDue(now) && terms.mayPull()) {
        ask(pull);
      } else if (feedback != null && pull.isHeldBack(now)) {
        tell(pull);
      }
    }
  }

  private void refresh() {
    Set<UUID> present = new HashSet<>();
    for (GridMember member : context.grid().members()) {
      present.add(member.id());
      pulls.computeIfAbsent(member.id(), MemberPull::new);
    }
    pulls.keySet().retainAll(present);
    doubt();
  }

  /** Whoever was quiet has to say so again, asked anew. */
  void doubt() {
    doubts++;
    pulls.values().forEach(MemberPull::disturbed);
  }

  private void ask(MemberPull pull) {
    UUID member = pull.member;
    List<BatchKey> delivered = deliveries.takeFor(member);
    PullRequest request =
        new PullRequest(
            context.id(),
            pull.epoch(),
            pull.cursor(),
            terms.withBytes(),
            terms.withBytes()
                ? Math.max(LEAST_BYTES, MOST_BYTES / Math.max(1, pulls.size()))
                : Integer.MAX_VALUE,
            deliveries.below(),
            Deliveries.firstLines(delivered),
            feedback != null,
            terms.head(),
            pull.asksFirst() || !terms.patient() ? 0 : MemberPull.PATIENCE_MILLIS);
    long mark = feedback == null ? 0 : feedback.mark(member);
    long askedDoubts = doubts;
    pull.asked();
    Answers.ask(() -> context.grid().pull(member, request))
        .whenComplete(
            (reply, error) ->
                mailbox.post(() -> answered(pull, delivered, mark, askedDoubts, reply)));
  }

  private void answered(
      MemberPull pull,
      List<BatchKey> delivered,
      long mark,
      long askedDoubts,
      @Nullable PullReply reply) {
    if (reply == null) {
      silentSinceMillis = Math.min(silentSinceMillis, context.clock().millis());
      deliveries.giveBack(delivered);
      pull.failed(context.clock().millis());
      return;
    }
    silentSinceMillis = Long.MAX_VALUE;
    boolean undisturbed = askedDoubts == doubts;
    boolean patient = terms.patient() || pull.asksFirst();
    pull.answered(reply, context.clock().millis(), undisturbed, patient);
    if (closed) {
      return;
    }
    if (feedback != null) {
      feedback.replied(pull.member, mark, reply);
    }
    terms.received(pull.member, reply);
  }

  /**
   * @throws GridException if no member has answered for so long that none will
   */
  void check() throws GridException {
    if (context.clock().millis() - silentSinceMillis > MOST_SILENT_MILLIS) {
      throw new GridException(
          "no member has answered for %d s; what was sent of job %s may go on without us"
              .formatted(MOST_SILENT_MILLIS / 1000, context.id()));
    }
  }

  /** Whether every member has said that it has nothing new, since owners changed last. */
  boolean quiet() {
    if (pulls.isEmpty() || topology != context.grid().topologyVersion()) {
      return false;
    }
    for (MemberPull pull : pulls.values()) {
      if (!pull.isQuiet()) {
        return false;
      }
    }
    return true;
  }

  /** Tells members what was delivered, without asking for more. */
  void tellDelivered() {
    pulls.values().forEach(this::tell);
  }

  /** Says how far the reader is, while another question may wait for what is new. */
  private void tell(MemberPull pull) {
    List<BatchKey> delivered = deliveries.takeFor(pull.member);
    PullRequest request =
        new PullRequest(
            context.id(),
            pull.epoch(),
            pull.cursor(),
            false,
            PullRequest.TELLS_ONLY,
            deliveries.below(),
            Deliveries.firstLines(delivered),
            feedback != null,
            terms.head(),
            0);
    long mark = feedback == null ? 0 : feedback.mark(pull.member);
    pull.told(context.clock().millis());
    Answers.ask(() -> context.grid().pull(pull.member, request))
        .whenComplete((reply, error) -> mailbox.post(() -> heard(pull, delivered, mark, reply)));
  }

  private void heard(
      MemberPull pull, List<BatchKey> delivered, long mark, @Nullable PullReply reply) {
    if (reply == null) {
      deliveries.giveBack(delivered);
    } else if (feedback != null && !closed) {
      pull.credit(reply.credit());
      feedback.replied(pull.member, mark, reply);
    }
  }

  @Override
  public void close() {
    closed = true;
  }
}
