package io.gantry.monitor.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.events.AlertEvent;
import io.gantry.events.AlertOpened;
import io.gantry.events.AlertResolved;
import io.gantry.events.Severity;
import io.gantry.monitor.fleet.ServiceId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
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
    private static final AlertCase.Timing TIMING =
            new AlertCase.Timing(Duration.ofSeconds(10), Duration.ofSeconds(30));
    private static final Finding FIRING = new Finding.Firing(Severity.CRITICAL, "bad");
    private static final Finding CLEAR = new Finding.Clear("good");
    private static final Finding UNCLEAR = new Finding.Unclear();

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
        AlertCase.Timing atOnce = new AlertCase.Timing(Duration.ZERO, Duration.ZERO);

        AlertEvent second = alert.observe(FIRING, atOnce, at(5)).orElseThrow();

        assertThat(second.startsAt()).isAfter(at(10));
    }

    @Test
    void shouldNotOpenAgainWhatAnEarlierMonitorOpened() {
        AlertEvent opened = openAt(10);

        AlertCase restarted = newCase();
        restarted.restore(opened);

        assertThat(restarted.observe(FIRING, TIMING, at(100))).isEmpty();
        assertThat(restarted.observe(FIRING, TIMING, at(200))).isEmpty();
        restarted.observe(CLEAR, TIMING, at(300));
        assertThat(restarted.observe(CLEAR, TIMING, at(330)))
                .get()
                .extracting(AlertEvent::startsAt)
                .isEqualTo(at(10));
    }

    /// Whatever is found whenever: what is published goes open, resolved, open, resolved…, and each
    /// resolved event closes the occurrence that is open.
    @Property
    void shouldAlternateBetweenOpenedAndResolved(@ForAll("findings") List<Integer> findings) {
        List<AlertEvent> published = play(findings);

        for (int i = 0; i < published.size(); i++) {
            assertThat(published.get(i))
                    .isInstanceOf(i % 2 == 0 ? AlertOpened.class : AlertResolved.class);
            if (i % 2 == 1) {
                assertThat(published.get(i).startsAt()).isEqualTo(published.get(i - 1).startsAt());
            } else if (i > 0) {
                assertThat(published.get(i).startsAt()).isAfter(published.get(i - 1).startsAt());
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

        boolean open = published.size() % 2 == 1;
        assertThat(restarted.open().map(AlertEvent.class::cast))
                .isEqualTo(open ? Optional.of(published.getLast()) : Optional.empty());
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
            echoed.observe(finding(findings.get(i)), TIMING, at(5 * i)).ifPresent(late::add);
            published.addAll(late);
        }

        assertThat(published).isEqualTo(play(findings));
    }

    @Provide
    Arbitrary<List<Integer>> findings() {
        // Long runs of one finding, so that the thresholds are crossed.
        return Arbitraries.integers()
                .between(0, 2)
                .flatMap(kind -> Arbitraries.just(kind).list().ofMinSize(1).ofMaxSize(12))
                .list()
                .ofMaxSize(12)
                .map(runs -> runs.stream().flatMap(List::stream).toList());
    }

    private static List<AlertEvent> play(List<Integer> findings) {
        AlertCase played = newCase();
        List<AlertEvent> published = new ArrayList<>();
        for (int i = 0; i < findings.size(); i++) {
            played.observe(finding(findings.get(i)), TIMING, at(5 * i)).ifPresent(published::add);
        }
        return published;
    }

    private static Finding finding(int kind) {
        return List.of(FIRING, CLEAR, UNCLEAR).get(kind);
    }

    private AlertEvent openAt(int second) {
        observe(FIRING, second - 10);
        return observe(FIRING, second).orElseThrow();
    }

    private Optional<AlertEvent> observe(Finding finding, int second) {
        return alert.observe(finding, TIMING, at(second));
    }

    private static AlertCase newCase() {
        return new AlertCase(new AlertId(new ServiceId("default", "minilm"), "ErrorRateHigh"));
    }

    private static Instant at(int second) {
        return START.plusSeconds(second);
    }
}
