package taskgrid.grid.node;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;
import taskgrid.grid.layout.ByteWriter;
import taskgrid.grid.run.JobContext;
import taskgrid.grid.run.Permits;
import taskgrid.grid.wire.Call;
import taskgrid.grid.wire.CallTarget.Answer;
import taskgrid.grid.wire.PermitCodec;

/**
 * Carries what members say of permits: from here to the owner of a job's facts, and, of the jobs
 * whose facts are here, from others. Whenever a partition has got another owner, or a member is
 * gone, all are asked again what they hold before anything more is lent.
 */
final class Lending {
  private static final Logger LOG = LogManager.getLogger(Lending.class);

  /** A limit may be changed while the job runs. */
  private static final long FRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final Permits permits;
  private final AllMembers members;
  private final Ownership ownership;
  private final JobContexts jobs;
  private final Executor blocking;
  private final Runnable more;

  /** Of the jobs whose facts are here. */
  private final Map<String, Ledger> ledgers = new ConcurrentHashMap<>();

  /** Jobs of which a report is on its way. */
  private final Set<String> reporting = ConcurrentHashMap.newKeySet();

  /** What was lent while the partitions were as the stamp says. */
  private static final class Ledger {
    private final long stamp;
    private final PermitLender lender = new PermitLender();

    /** Completes when all have said what they hold. */
    private final CompletableFuture<Void> known = new CompletableFuture<>();

    private volatile long readNanos = System.nanoTime() - FRESH_NANOS;

    Ledger(long stamp) {
      this.stamp = stamp;
    }
  }

  /**
   * @param blocking runs what reads facts
   * @param more is run when something can be started that could not before
   */
  Lending(
      Permits permits,
      AllMembers members,
      Ownership ownership,
      JobContexts jobs,
      Executor blocking,
      Runnable more) {
    this.permits = permits;
    this.members = members;
    this.ownership = ownership;
    this.jobs = jobs;
    this.blocking = blocking;
    this.more = more;
  }

  /** Called every few milliseconds: says what is held and wanted here. */
  void tick() {
    for (String job : permits.jobs()) {
      if (reporting.add(job)) {
        report(job);
      }
    }
  }

  private void report(String job) {
    UUID owner = ownership.ownerOfFacts(job);
    Permits.Report report = permits.report(job, System.nanoTime());
    if (owner == null || report.asks().isEmpty()) {
      permits.failed(report);
      reporting.remove(job);
      return;
    }
    List<PermitCodec.Row> rows =
        report.asks().stream()
            .map(ask -> new PermitCodec.Row(ask.value(), ask.held(), ask.wanted()))
            .toList();
    members
        .call(owner, Call.PERMITS, PermitCodec.encode(new PermitCodec.Rows(job, rows)))
        .whenComplete(
            (reply, failure) -> {
              if (failure == null) {
                answered(report, PermitCodec.rows(reply));
              } else {
                permits.failed(report);
                LOG.debug("no answer about permits of job {}: {}", job, failure.toString());
              }
              reporting.remove(job);
            });
  }

  private void answered(Permits.Report report, PermitCodec.Rows reply) {
    List<Permits.Grant> grants =
        reply.rows().stream()
            .map(row -> new Permits.Grant(row.value(), row.first(), row.second() != 0))
            .toList();
    if (permits.granted(report, grants, System.nanoTime())) {
      more.run();
    }
  }

  /** A member says what it holds of a job whose facts are here. */
  void lend(UUID member, byte[] request, Answer answer) {
    blocking.execute(
        () -> {
          try {
            PermitCodec.Rows asked = PermitCodec.rows(request);
            answer.done(PermitCodec.encode(new PermitCodec.Rows(asked.job(), lend(member, asked))));
          } catch (RuntimeException e) {
            // Whoever asks must hear of it, whatever it is.
            answer.failed(e);
          }
        });
  }

  private List<PermitCodec.Row> lend(UUID member, PermitCodec.Rows asked) {
    String job = asked.job();
    Ledger ledger = ledger(job);
    JobContext context = context(job, ledger);
    if (ledger == null || context == null || !ledger.known.isDone()) {
      return List.of();
    }
    List<Permits.Ask> asks =
        asked.rows().stream()
            .map(row -> new Permits.Ask(row.value(), row.first(), row.second()))
            .toList();
    return ledger
        .lender
        .lend(member, asks, context.limits(), members.ids(), System.nanoTime())
        .stream()
        .map(
            grant -> new PermitCodec.Row(grant.value(), grant.granted(), grant.contested() ? 1 : 0))
        .toList();
  }

  private @Nullable JobContext context(String job, @Nullable Ledger ledger) {
    long now = System.nanoTime();
    if (ledger == null || now - ledger.readNanos < FRESH_NANOS) {
      return jobs.of(job);
    }
    ledger.readNanos = now;
    return jobs.refresh(job);
  }

  /** Null while the job's facts are elsewhere. */
  private @Nullable Ledger ledger(String job) {
    long stamp = ownership.stamp();
    if (!members.self().equals(ownership.ownerOfFacts(job))) {
      ledgers.remove(job);
      return null;
    }
    Ledger ledger = ledgers.get(job);
    if (ledger != null && ledger.stamp == stamp && !ledger.known.isCompletedExceptionally()) {
      return ledger;
    }
    Ledger fresh = new Ledger(stamp);
    ledgers.put(job, fresh);
    count(job, fresh);
    return fresh;
  }

  private void count(String job, Ledger ledger) {
    byte[] question = new ByteWriter().string(job).toByteArray();
    CompletableFuture<?>[] answers =
        members.ids().stream()
            .map(
                member ->
                    members
                        .call(member, Call.PERMITS_HELD, question)
                        .thenAccept(reply -> note(ledger, member, reply))
                        .toCompletableFuture())
            .toArray(CompletableFuture[]::new);
    CompletableFuture.allOf(answers)
        .whenComplete(
            (all, failure) -> {
              if (failure == null) {
                ledger.known.complete(null);
              } else {
                // The next question counts again.
                ledger.known.completeExceptionally(failure);
              }
            });
  }

  private static void note(Ledger ledger, UUID member, byte[] reply) {
    ledger.lender.holds(
        member,
        PermitCodec.rows(reply).rows().stream()
            .map(row -> new Permits.Ask(row.value(), row.first(), 0))
            .toList());
  }

  /** What this member holds of a job. */
  byte[] held(String job) {
    List<PermitCodec.Row> rows =
        permits.answer(job).stream()
            .map(ask -> new PermitCodec.Row(ask.value(), ask.held(), 0))
            .toList();
    return PermitCodec.encode(new PermitCodec.Rows(job, rows));
  }

  /** Lets go of what was noted of jobs that are no more; nobody else may know them here. Blocks. */
  void sweep() {
    for (String job : ledgers.keySet()) {
      JobContext context = jobs.refresh(job);
      if (context == null || context.facts().forgotten()) {
        ledgers.remove(job);
        jobs.forget(job);
      }
    }
    permits.keep(job -> jobs.known(job) != null);
  }
}
