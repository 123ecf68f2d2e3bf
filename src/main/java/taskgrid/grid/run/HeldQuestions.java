package taskgrid.grid.run;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import taskgrid.grid.BatchKey;

/**
 * Who has asked lately what this member holds. A grant that was on its way at that moment was not
 * in the answer: a new owner believes then that nobody has its lines, and an audit that misses them
 * twice frees them. Such a grant must not be taken any more, or its tasks run twice. To refuse one
 * is always safe, for its owner's audit finds it.
 */
final class HeldQuestions {
  /** A grant never takes so long. */
  private static final long REMEMBERED_NANOS = TimeUnit.SECONDS.toNanos(30);

  /** An audit frees what it misses so many times. */
  private static final int AUDITS = 2;

  /** The oldest first. Guarded by this. */
  private final Deque<Question> questions = new ArrayDeque<>();

  private record Question(Predicate<BatchKey> batches, UUID asker, long atNanos) {}

  /**
   * Notes a question, before it is answered.
   *
   * @param batches that it is about
   */
  synchronized void asked(UUID asker, Predicate<BatchKey> batches, long nowNanos) {
    while (!questions.isEmpty() && nowNanos - questions.peek().atNanos() > REMEMBERED_NANOS) {
      questions.remove();
    }
    questions.add(new Question(batches, asker, nowNanos));
  }

  /**
   * Whether lines may be taken that another member has granted.
   *
   * @param sinceNanos when that member was asked for them, which is before it granted them
   */
  synchronized boolean mayTake(BatchKey key, UUID granter, long sinceNanos, long nowNanos) {
    int audits = 0;
    for (Question question : questions) {
      if (question.atNanos() - sinceNanos >= 0 && question.batches().test(key)) {
        if (!question.asker().equals(granter)) {
          return false;
        }
        audits++;
      }
    }
    return audits < AUDITS && nowNanos - sinceNanos <= REMEMBERED_NANOS;
  }
}
