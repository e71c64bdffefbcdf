package io.gantry.cli.demo;

import io.gantry.cli.CliException;
import io.gantry.cli.events.EventStream;
import io.gantry.events.ArtifactEvent;
import io.gantry.events.Endpoint;
import io.gantry.events.Event;
import io.gantry.events.InferenceServiceApplied;
import io.gantry.events.PredictorObserved;
import io.gantry.events.Topic;
import io.gantry.events.TrafficSampled;
import io.gantry.events.text.EventSentence;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Prints the events of one model as they arrive, each with the time since the last step of the
/// story began, and lets the story wait for some of them.
final class Timeline implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(50);
    private static final List<Topic> TOPICS =
            List.of(
                    Topic.INFERENCE_SERVICES,
                    Topic.ARTIFACTS,
                    Topic.PREDICTORS,
                    Topic.SCALING,
                    Topic.ALERTS,
                    Topic.TRAFFIC);

    private final EventStream stream;
    private final String model;
    private final PrintWriter out;
    private final Set<String> artifacts = new HashSet<>();
    private final List<Event> unseen = new ArrayList<>();
    private String currentStep = "";
    private Instant stepBegan = Instant.now();
    private @Nullable String lastLine;

    private Timeline(EventStream stream, String model, PrintWriter out) {
        this.stream = stream;
        this.model = model;
        this.out = out;
    }

    static Timeline start(String kafka, String model, PrintWriter out) {
        return new Timeline(EventStream.fromNow(kafka, TOPICS), model, out);
    }

    void step(String title) {
        out.printf("%n%s%n", title);
        out.flush();
        currentStep = title;
        stepBegan = Instant.now();
    }

    String currentStep() {
        return currentStep;
    }

    /// Waits for an event that was not waited for before, printing all that arrive.
    ///
    /// @param what the event in words, for the message when it does not arrive
    <E extends Event> E await(Class<E> type, Predicate<E> wanted, String what, Duration timeout) {
        Instant deadline = Instant.now().plus(timeout);
        while (true) {
            Optional<E> found = take(type, wanted);
            if (found.isPresent()) {
                return found.get();
            }
            if (Instant.now().isAfter(deadline)) {
                throw CliException.failed(
                        "Waited %d s in vain for this: %s".formatted(timeout.toSeconds(), what));
            }
            stream.poll(POLL).forEach(this::arrived);
        }
    }

    /// Waits until one event of each type arrived, in whatever order.
    void awaitAll(Set<Class<? extends Event>> types, Duration timeout) {
        Set<Class<? extends Event>> missing = new HashSet<>(types);
        while (!missing.isEmpty()) {
            String names = missing.stream().map(Class::getSimpleName).sorted().toList().toString();
            Event event =
                    await(
                            Event.class,
                            arrived -> missing.contains(arrived.getClass()),
                            names,
                            timeout);
            missing.remove(event.getClass());
        }
    }

    /// @throws CliException when the deployer says why there will be none
    void awaitReadyPredictor(Duration timeout) {
        PredictorObserved observed =
                await(
                        PredictorObserved.class,
                        it -> serves(it) || it.failure() != null,
                        "the deployer has a ready predictor",
                        timeout);
        if (observed.failure() != null && !serves(observed)) {
            throw CliException.failed(
                    "%s %s".formatted(observed.failure().message(), observed.failure().remedy()));
        }
    }

    private static boolean serves(PredictorObserved observed) {
        return observed.endpoints().stream().anyMatch(Endpoint::ready);
    }

    void say(String format, Object... arguments) {
        out.printf("  " + format + "%n", arguments);
        out.flush();
    }

    Duration sinceStep() {
        return Duration.between(stepBegan, Instant.now());
    }

    @Override
    public void close() {
        stream.close();
    }

    private <E extends Event> Optional<E> take(Class<E> type, Predicate<E> wanted) {
        while (!unseen.isEmpty()) {
            Event event = unseen.removeFirst();
            if (type.isInstance(event) && wanted.test(type.cast(event))) {
                return Optional.of(type.cast(event));
            }
        }
        return Optional.empty();
    }

    private void arrived(EventStream.Received received) {
        received.event()
                .filter(this::concernsTheModel)
                .ifPresent(event -> {
                    unseen.add(event);
                    if (!(event instanceof TrafficSampled)) {
                        print(received.at(), event);
                    }
                });
    }

    private boolean concernsTheModel(Event event) {
        if (event instanceof InferenceServiceApplied applied && applied.name().equals(model)) {
            applied.revisions()
                    .forEach(revision ->
                            revision.artifacts()
                                    .forEach(artifact -> artifacts.add(artifact.artifact())));
        }
        return event instanceof ArtifactEvent artifact
                ? artifacts.contains(artifact.artifact())
                : event.key().startsWith("default/" + model + "/")
                        || event.key().equals("default/" + model);
    }

    private void print(Instant at, Event event) {
        String line =
                "%-20s %s"
                        .formatted(
                                event.topic().topicName().substring("gantry.".length()),
                                EventSentence.of(event));
        if (!line.equals(lastLine)) {
            out.printf(
                    "  +%6.3f s  %s%n",
                    Math.max(0, Duration.between(stepBegan, at).toMillis()) / 1000.0, line);
            out.flush();
            lastLine = line;
        }
    }
}
