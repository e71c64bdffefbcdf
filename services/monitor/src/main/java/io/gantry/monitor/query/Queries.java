package io.gantry.monitor.query;

import io.gantry.monitor.MonitorConfig;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Asks each question again and again, on a virtual thread of its own, and keeps the last answer
/// for a while.
@ApplicationScoped
public class Queries {

    private static final Answer NOT_YET = new Answer.None("is not answered yet");

    private final InstantSource time = InstantSource.system();
    private final MonitorConfig.Prometheus config;
    private final MeterRegistry metrics;
    private final QueryClient client;
    private final Map<Question, Thread> asking = new HashMap<>();
    private final Map<Question, Known> known = new HashMap<>();

    Queries(MonitorConfig config, MeterRegistry metrics) {
        this.config = config.prometheus();
        this.metrics = metrics;
        this.client = new QueryClient(config.prometheus());
    }

    /// Asks these from now on, and no others.
    public synchronized void follow(Set<Question> questions) {
        asking.entrySet()
                .removeIf(entry -> {
                    if (questions.contains(entry.getKey())) {
                        return false;
                    }
                    entry.getValue().interrupt();
                    return true;
                });
        known.keySet().retainAll(questions);
        for (Question question : questions) {
            asking.computeIfAbsent(
                    question,
                    _ -> Thread.ofVirtual().name("query").start(() -> keepAsking(question)));
        }
    }

    /// The last number that was answered, for as long as that may be taken for what is; else why
    /// there is none.
    public synchronized Answer read(Question question, Instant now) {
        Known last = known.get(question);
        if (last == null) {
            return NOT_YET;
        }
        if (last.value() != null && !last.at().plus(config.hold()).isBefore(now)) {
            return last.value();
        }
        return last.latest() instanceof Answer.None ? last.latest() : NOT_YET;
    }

    synchronized void stop(@Observes ShutdownEvent event) {
        follow(Set.of());
        client.close();
    }

    private void keepAsking(Question question) {
        try {
            while (true) {
                accept(question, client.ask(question));
                Thread.sleep(config.interval());
            }
        } catch (InterruptedException e) {
            // It is not to be asked any more.
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void accept(Question question, Answer answer) {
        boolean answered = answer instanceof Answer.Value;
        metrics.counter("gantry.monitor.queries", "outcome", answered ? "answered" : "failed")
                .increment();
        if (!asking.containsKey(question)) {
            return;
        }
        if (answer instanceof Answer.None(String why)) {
            Log.debugf("No answer to a query query=%s why=%s", question.query(), why);
        }
        known.put(question, Known.of(answer, known.get(question), time.instant()));
    }

    /// @param value the last number; null when there never was one
    /// @param at when that was
    /// @param latest what came last, a number or not
    private record Known(Answer.@Nullable Value value, Instant at, Answer latest) {

        static Known of(Answer latest, @Nullable Known before, Instant now) {
            return switch (latest) {
                case Answer.Value value -> new Known(value, now, latest);
                case Answer.None _ ->
                        new Known(
                                before == null ? null : before.value(),
                                before == null ? now : before.at(),
                                latest);
            };
        }
    }
}
