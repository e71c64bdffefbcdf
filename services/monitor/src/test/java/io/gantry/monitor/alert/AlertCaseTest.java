package io.gantry.monitor.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.events.AlertEvent;
import io.gantry.events.AlertOpened;
import io.gantry.events.AlertResolved;
import io.gantry.events.AlertUpdated;
import io.gantry.events.Severity;
import io.gantry.monitor.rule.Rule;
import io.gantry.monitor.rule.Rules;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class AlertCaseTest {

    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    private static final Rule RULE =
            Rules.rule("ErrorRateHigh", "  for: 10s", "  keepFiringFor: 30s");
    private static final Rule AT_ONCE = Rules.rule("ErrorRateHigh");
    private static final Finding FIRING = Finding.Firing.of("bad");
    private static final Finding WORSE = Finding.Firing.of("m-00002", "worse");
    private static final Finding CLEAR = new Finding.Clear("good");
    private static final Finding UNCLEAR = new Finding.Unclear();
    private static final Finding HELD =
            new Finding.Held(new Finding.Firing("bad", Map.of(), ""), "ModelNotReady");
    private static final Finding COVERED = new Finding.Covered("ModelNotReady");

    private final AlertCase alert = newCase();

    @Test
    void shouldOpenOnceTheConditionHasHeldAndSayItOnce() {
        assertThat(observe(FIRING, 0)).isEmpty();
        assertThat(observe(FIRING, 9)).isEmpty();

        AlertEvent opened = observe(FIRING, 10).orElseThrow();

        assertThat(opened)
                .isEqualTo(
                        new AlertOpened(
                                "default",
                                "minilm",
                                "ErrorRateHigh",
                                Severity.CRITICAL,
                                "bad",
                                at(10)));
        assertThat(observe(FIRING, 11)).isEmpty();
        assertThat(observe(FIRING, 1_000)).isEmpty();
        assertThat(alert.open()).contains((AlertOpened) opened);
    }

    /// Other figures are no news; another cause is.
    @Test
    void shouldBeUpdatedOnlyWhenWhatAPersonWouldActOnChanges() {
        openAt(10);
        assertThat(observe(Finding.Firing.of("bad, 7.6 %"), 11)).isEmpty();

        AlertEvent updated = observe(WORSE, 12).orElseThrow();

        assertThat(updated)
                .isEqualTo(
                        new AlertUpdated(
                                "default",
                                "minilm",
                                "ErrorRateHigh",
                                Severity.CRITICAL,
                                "worse",
                                at(10),
                                at(12),
                                Map.of(),
                                Map.of("revision", "m-00002"),
                                null,
                                null));
        assertThat(observe(WORSE, 13)).isEmpty();
        assertThat(alert.open()).contains(((AlertUpdated) updated).opened());
    }

    /// A rule that was changed meanwhile, by another severity or other labels.
    @Test
    void shouldBeUpdatedByItsRule() {
        openAt(10);
        Rule other = Rules.rule("ErrorRateHigh", "  labels: {team: search}");

        assertThat(alert.observe(FIRING, other, at(11)))
                .get()
                .extracting(event -> ((AlertUpdated) event).labels())
                .isEqualTo(Map.of("team", "search"));
    }

    @Test
    void shouldSayItInTheWordsOfItsRule() {
        Rule rule =
                Rules.rule(
                        "Broken",
                        "  summary: '{name} of {namespace} ({alert}, {severity}): {finding}'",
                        "  description: 'Ask {nobody}'".replace("{nobody}", "the team"),
                        "  runbook: https://wiki/broken");

        AlertOpened opened = (AlertOpened) alert.observe(FIRING, rule, at(0)).orElseThrow();

        assertThat(opened.summary()).isEqualTo("minilm of default (Broken, critical): bad");
        assertThat(opened.description()).isEqualTo("Ask the team");
        assertThat(opened.runbook()).isEqualTo("https://wiki/broken");
    }

    @Test
    void shouldStartToCountAnewWhenTheConditionWasGone() {
        observe(FIRING, 0);
        observe(CLEAR, 9);

        assertThat(observe(FIRING, 10)).isEmpty();
        assertThat(observe(FIRING, 19)).isEmpty();
        assertThat(observe(FIRING, 20)).isPresent();
    }

    @Test
    void shouldResolveOnceTheConditionWasGoneAndSayItOnce() {
        openAt(10);
        assertThat(observe(CLEAR, 20)).isEmpty();
        assertThat(observe(FIRING, 40)).isEmpty();
        assertThat(observe(CLEAR, 41)).isEmpty();
        assertThat(observe(CLEAR, 70)).isEmpty();

        AlertEvent resolved = observe(CLEAR, 71).orElseThrow();

        assertThat(resolved)
                .isEqualTo(
                        new AlertResolved(
                                "default",
                                "minilm",
                                "ErrorRateHigh",
                                Severity.CRITICAL,
                                "good",
                                at(10),
                                at(71)));
        assertThat(observe(CLEAR, 72)).isEmpty();
        assertThat(alert.open()).isEmpty();
    }

    /// The time that its cause kept it back counts, once the cause is gone.
    @Test
    void shouldBeKeptBackByACause() {
        assertThat(observe(HELD, 0)).isEmpty();
        assertThat(observe(HELD, 14)).isEmpty();
        assertThat(alert.standing().pending()).isEmpty();

        assertThat(observe(FIRING, 15)).isPresent();
    }

    @Test
    void shouldBeOpenedEarlyWhenWhatComesOfItIsSeen() {
        assertThat(alert.confirm(RULE, at(0))).isEmpty();
        observe(FIRING, 0);

        assertThat(alert.confirm(RULE, at(1))).get().isInstanceOf(AlertOpened.class);
        assertThat(observe(FIRING, 2)).isEmpty();
    }

    @Test
    void shouldBeOverWhenACauseIsOpenedAndNotBeginAgainBeforeThatIsOver() {
        openAt(10);

        assertThat(observe(COVERED, 20))
                .get()
                .isInstanceOfSatisfying(
                        AlertResolved.class,
                        resolved ->
                                assertThat(resolved.summary())
                                        .isEqualTo("ModelNotReady is open and explains it"));
        assertThat(observe(COVERED, 100)).isEmpty();
        assertThat(observe(FIRING, 101)).isEmpty();
        assertThat(observe(FIRING, 111)).isPresent();
    }

    @Test
    void shouldNeitherOpenNorResolveOnWhatNothingIsKnownOf() {
        observe(FIRING, 0);
        observe(UNCLEAR, 10);
        assertThat(observe(FIRING, 11)).isEmpty();
        assertThat(observe(FIRING, 21)).isPresent();

        observe(CLEAR, 30);
        assertThat(observe(UNCLEAR, 60)).isEmpty();
        assertThat(observe(CLEAR, 61)).isEmpty();
        assertThat(alert.open()).isPresent();
        assertThat(observe(CLEAR, 91)).isPresent();
    }

    @Test
    void shouldGiveEachOccurrenceABeginningOfItsOwnAlsoWhenTheClockIsSetBack() {
        openAt(10);
        alert.resolve("deleted", at(11));

        AlertEvent second = alert.observe(FIRING, AT_ONCE, at(5)).orElseThrow();

        assertThat(second.startsAt()).isAfter(at(10));
    }

    @Test
    void shouldNotOpenAgainWhatAnEarlierMonitorOpened() {
        AlertEvent opened = openAt(10);

        AlertCase restarted = newCase();
        restarted.restore(opened);

        assertThat(restarted.observe(FIRING, RULE, at(100))).isEmpty();
        assertThat(restarted.observe(FIRING, RULE, at(200))).isEmpty();
        restarted.observe(CLEAR, RULE, at(300));
        assertThat(restarted.observe(CLEAR, RULE, at(330)))
                .get()
                .extracting(AlertEvent::startsAt)
                .isEqualTo(at(10));
    }

    /// Whatever is found whenever: what is published goes opened, updated any number of times,
    /// resolved, opened…, each update says something new, and all are of the occurrence that is
    /// open.
    @Property
    void shouldOpenUpdateAndResolveInTurn(@ForAll("findings") List<Integer> findings) {
        Optional<AlertOpened> open = Optional.empty();
        Instant last = Instant.MIN;
        for (AlertEvent event : play(findings)) {
            boolean ofTheOpenOne =
                    open.map(alert -> alert.startsAt().equals(event.startsAt())).orElse(false);
            switch (event) {
                case AlertOpened opened -> {
                    assertThat(open).isEmpty();
                    assertThat(opened.startsAt()).isAfter(last);
                    open = Optional.of(opened);
                    last = opened.startsAt();
                }
                case AlertUpdated updated -> {
                    assertThat(ofTheOpenOne).isTrue();
                    assertThat(open.map(AlertOpened::facts))
                            .isNotEqualTo(Optional.of(updated.facts()));
                    assertThat(updated.updatedAt()).isAfter(last);
                    open = Optional.of(updated.opened());
                    last = updated.updatedAt();
                }
                case AlertResolved _ -> {
                    assertThat(ofTheOpenOne).isTrue();
                    open = Optional.empty();
                }
            }
        }
    }

    /// A restarted monitor that reads its events back, in any order and each twice, has the same
    /// alert open as the one that published them.
    @Property
    void shouldBeRestoredFromItsEvents(
            @ForAll("findings") List<Integer> findings, @ForAll Random random) {
        List<AlertEvent> published = play(findings);
        List<AlertEvent> delivered = new ArrayList<>(published);
        delivered.addAll(published);
        Collections.shuffle(delivered, random);

        AlertCase restarted = newCase();
        delivered.forEach(restarted::restore);

        assertThat(restarted.open()).isEqualTo(open(published));
    }

    /// Also the monitor that published them hears its own events again, late.
    @Property
    void shouldNotBeMovedByItsOwnEcho(@ForAll("findings") List<Integer> findings) {
        AlertCase echoed = newCase();
        List<AlertEvent> published = new ArrayList<>();
        List<AlertEvent> late = new ArrayList<>();
        for (int i = 0; i < findings.size(); i++) {
            late.forEach(echoed::restore);
            late.clear();
            echoed.observe(finding(findings.get(i)), RULE, at(5 * i)).ifPresent(late::add);
            published.addAll(late);
        }

        assertThat(published).isEqualTo(play(findings));
    }

    @Provide
    Arbitrary<List<Integer>> findings() {
        // Long runs of one finding, so that the thresholds are crossed.
        return Arbitraries.integers()
                .between(0, 5)
                .flatMap(kind -> Arbitraries.just(kind).list().ofMinSize(1).ofMaxSize(12))
                .list()
                .ofMaxSize(12)
                .map(runs -> runs.stream().flatMap(List::stream).toList());
    }

    private static Optional<AlertOpened> open(List<AlertEvent> published) {
        return published.isEmpty()
                ? Optional.empty()
                : switch (published.getLast()) {
                    case AlertOpened opened -> Optional.of(opened);
                    case AlertUpdated updated -> Optional.of(updated.opened());
                    case AlertResolved _ -> Optional.empty();
                };
    }

    private static List<AlertEvent> play(List<Integer> findings) {
        AlertCase played = newCase();
        List<AlertEvent> published = new ArrayList<>();
        for (int i = 0; i < findings.size(); i++) {
            played.observe(finding(findings.get(i)), RULE, at(5 * i)).ifPresent(published::add);
        }
        return published;
    }

    private static Finding finding(int kind) {
        return List.of(FIRING, CLEAR, UNCLEAR, WORSE, HELD, COVERED).get(kind);
    }

    private AlertEvent openAt(int second) {
        observe(FIRING, second - 10);
        return observe(FIRING, second).orElseThrow();
    }

    private Optional<AlertEvent> observe(Finding finding, int second) {
        return alert.observe(finding, RULE, at(second));
    }

    private static AlertCase newCase() {
        return new AlertCase(new AlertId("default", "minilm", "ErrorRateHigh"));
    }

    private static Instant at(int second) {
        return START.plusSeconds(second);
    }
}
