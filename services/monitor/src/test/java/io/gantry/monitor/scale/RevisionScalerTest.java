package io.gantry.monitor.scale;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.autoscale.knative.Averages;
import io.gantry.autoscale.llm.DayPattern;
import io.gantry.autoscale.llm.LlmSignals;
import io.gantry.autoscale.llm.Usual;
import io.gantry.monitor.Samples;
import io.gantry.monitor.Settings;
import io.gantry.monitor.demand.Measured;
import io.gantry.monitor.scrape.PodReading;
import io.gantry.monitor.signal.TrafficMeter.Reading;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/// The way to zero and back, with the default stable window of 60 s and grace period of 30 s.
class RevisionScalerTest {

    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    private static final Instant NOON = Instant.parse("2026-03-11T12:00:00Z");
    private static final Duration QUARTER = Duration.ofMinutes(15);
    private static final Reading NOTHING = reading(0, 0, 0);

    @Test
    void shouldGoToZeroOnlyAfterTheStableWindowAndTheGracePeriod() {
        RevisionScaler scaler = scaler(OptionalInt.of(1));
        for (int second = 0; second < 60; second += 2) {
            Decision kept = scaler.decide(situation(second, NOTHING, 1, true));
            assertThat(kept.replicas()).as("after %d s", second).isEqualTo(1);
        }

        assertThat(scaler.decide(situation(60, NOTHING, 1, true)).replicas()).isZero();
    }

    @Test
    void shouldKeepTheLastReplicaForTheGracePeriodAfterTheLastRequest() {
        RevisionScaler scaler = scaler(OptionalInt.of(1));
        for (int second = 0; second < 100; second += 2) {
            scaler.decide(situation(second, reading(0.5, 1, 0), 1, true));
        }

        Decision inGrace = scaler.decide(situation(100, NOTHING, 1, true));
        assertThat(inGrace.replicas()).isEqualTo(1);
        assertThat(inGrace.reason()).contains("grace period of 30s");
        assertThat(inGrace.rule()).isEqualTo("StableWindow");
        assertThat(inGrace.clamp()).isEqualTo("GracePeriod");
        assertThat(scaler.decide(situation(128, NOTHING, 1, true)).replicas()).isEqualTo(1);
        assertThat(scaler.decide(situation(130, NOTHING, 1, true)).replicas()).isZero();
    }

    @Test
    void shouldBeginTheGracePeriodAnewWithEachRequest() {
        RevisionScaler scaler = scaler(OptionalInt.of(1));
        for (int second = 0; second < 100; second += 2) {
            scaler.decide(situation(second, NOTHING, 1, second < 40));
        }
        scaler.decide(situation(101, reading(0, 1, 0), 1, true));

        assertThat(scaler.decide(situation(110, NOTHING, 1, true)).replicas()).isEqualTo(1);
        assertThat(scaler.decide(situation(139, NOTHING, 1, true)).replicas()).isEqualTo(1);
        assertThat(scaler.decide(situation(140, NOTHING, 1, true)).replicas()).isZero();
    }

    @Test
    void shouldNotTakeMissingTrafficForNone() {
        RevisionScaler scaler = scaler(OptionalInt.of(3));
        for (int second = 0; second < 600; second += 2) {
            Decision held = scaler.decide(situation(second, NOTHING, 3, false));
            assertThat(held.replicas()).as("after %d s", second).isEqualTo(3);
            // Before, what Knative calls a panic holds them.
            if (second > 60) {
                assertThat(held.reason()).contains("held because samples were not heard");
            }
        }
    }

    /// Who has the revision goes on from what is more, and holds it until it knows better.
    @Test
    void shouldLetNobodyElseTakeReplicasAway() {
        RevisionScaler scaler = scaler(OptionalInt.of(3));

        scaler.adoptMore(1);
        assertThat(scaler.decide(situation(0, NOTHING, 3, false)).replicas()).isEqualTo(3);

        scaler.adoptMore(5);
        assertThat(scaler.decide(situation(2, NOTHING, 3, false)).replicas()).isEqualTo(5);
    }

    /// Whether its decision was read before or after its service.
    @Test
    void shouldNotWakeWhatWasAtZeroBefore() {
        RevisionScaler scaler = scaler(OptionalInt.empty());

        scaler.adopt(0);

        assertThat(scaler.decide(situation(0, NOTHING, 0, false)).replicas()).isZero();
    }

    @Test
    void shouldHoldWhatASilentProxyMayStillNeed() {
        RevisionScaler scaler = scaler(OptionalInt.of(3));
        Reading silent = new Reading(new Averages(0, 0), 4, 0, Optional.of("proxy-1"));

        Decision held = scaler.decide(situation(0, silent, 1, true));

        assertThat(held.replicas()).isEqualTo(3);
        assertThat(held.reason()).contains("proxy proxy-1 fell silent");
        assertThat(held.clamp()).isEqualTo("ProxySilent");
    }

    @Test
    void shouldWakeAtOnceForASingleWaitingRequest() {
        RevisionScaler scaler = scaler(OptionalInt.of(0));
        assertThat(scaler.atZero()).isTrue();
        assertThat(scaler.decide(situation(0, NOTHING, 0, true)).replicas()).isZero();

        Decision woken = scaler.decide(situation(1, reading(0, 0, 1), 0, true));

        assertThat(woken.replicas()).isEqualTo(1);
        assertThat(woken.reason()).isEqualTo("1 request queued, 0 in flight.");
        assertThat(scaler.atZero()).isFalse();
    }

    @Test
    void shouldSayWhatWokeItWhenTheAverageHardlyKnowsOfIt() {
        RevisionScaler scaler = scaler(OptionalInt.of(0));

        Decision woken = scaler.decide(situation(1, reading(0.0002, 0, 1), 0, true));

        assertThat(woken.replicas()).isEqualTo(1);
        assertThat(woken.reason()).isEqualTo("1 request queued, 0 in flight.");
    }

    @Test
    void shouldSayHowManyWaitWhenTheyWakeSeveralReplicas() {
        RevisionScaler scaler = scaler(OptionalInt.of(0));

        Decision woken = scaler.decide(situation(1, reading(0.5, 0, 200), 0, true));

        assertThat(woken.replicas()).isEqualTo(3);
        assertThat(woken.reason())
                .isEqualTo("200 requests queued, 0 in flight, at a target of 70 a replica.");
    }

    @Test
    void shouldSayThatThePanicWindowDecided() {
        RevisionScaler scaler = scaler(OptionalInt.of(1));

        Decision panicking = scaler.decide(situation(1, reading(210, 200, 0), 1, true));

        assertThat(panicking.replicas()).isEqualTo(3);
        assertThat(scaler.decide(situation(3, rising(100, 420), 3, true)).reason())
                .contains("420 requests in flight or queued on average over the panic window");
    }

    @Test
    void shouldNotCallALittleNothing() {
        RevisionScaler scaler = scaler(OptionalInt.of(1));

        Decision kept = scaler.decide(situation(1, reading(0.0002, 0, 0), 1, true));

        assertThat(kept.replicas()).isEqualTo(1);
        assertThat(kept.reason()).startsWith("less than 0.001 requests in flight or queued");
    }

    @Test
    void shouldStayAwakeUntilItWasReadyForAWhile() {
        RevisionScaler scaler = scaler(OptionalInt.of(0));
        scaler.decide(situation(0, reading(0, 0, 1), 0, true));

        assertThat(scaler.decide(situation(300, NOTHING, 0, true)).replicas()).isEqualTo(1);
        assertThat(scaler.decide(situation(310, NOTHING, 1, true)).replicas()).isEqualTo(1);
        assertThat(scaler.decide(situation(369, NOTHING, 1, true)).replicas()).isEqualTo(1);
        assertThat(scaler.decide(situation(370, NOTHING, 1, true)).replicas()).isZero();
    }

    @Test
    void shouldKeepOneWhereMinReplicasSaysSo() {
        RevisionScaler scaler = scaler(OptionalInt.of(1), "{'minReplicas':1}");
        for (int second = 0; second < 600; second += 2) {
            assertThat(scaler.decide(situation(second, NOTHING, 1, true)).replicas()).isEqualTo(1);
        }
    }

    @Test
    void shouldScaleALanguageModelByWhatItsReplicasSay() {
        RevisionScaler scaler = scaler(OptionalInt.of(2));
        Decision decision = scaler.decide(llm(0, 0, 40));
        for (int second = 2; second <= 40; second += 2) {
            decision = scaler.decide(llm(second, second * 1000, 40));
        }

        assertThat(decision.replicas()).isGreaterThan(2);
        assertThat(decision.reason()).contains("tokens per second are asked for");
        assertThat(decision.inputs())
                .containsKeys("tokensPerSecond", "tokensPerReplica", "waiting");
    }

    @Test
    void shouldScaleByRequestsWhereAServiceNamesThemOrATarget() {
        for (String predictor : List.of("{'scaleMetric':'concurrency'}", "{'scaleTarget':100}")) {
            RevisionScaler scaler = scaler(OptionalInt.of(2), predictor);
            Decision decision = scaler.decide(llm(0, 0, 40));
            for (int second = 2; second <= 40; second += 2) {
                decision = scaler.decide(llm(second, second * 1000, 40));
            }
            assertThat(decision.replicas()).as(predictor).isEqualTo(2);
        }
    }

    /// From one replica on it is the traffic that counts, as for every other model.
    @Test
    void shouldTakeALanguageModelToZeroAsAnyOther() {
        RevisionScaler scaler = scaler(OptionalInt.of(1));
        int zeroAt = -1;
        for (int second = 0; second < 300 && zeroAt < 0; second += 2) {
            PodReading idle =
                    new PodReading(Optional.of(signals(second, 1, 0, 0, 0)), List.of(), Map.of());
            if (scaler.decide(situation(second, NOTHING, 1, true, idle)).replicas() == 0) {
                zeroAt = second;
            }
        }
        assertThat(zeroAt).isEqualTo(60);
    }

    @Test
    void shouldTakeNoReplicaAwayWhileOneDoesNotTellItsMetrics() {
        RevisionScaler scaler = scaler(OptionalInt.of(3));
        for (int second = 0; second < 900; second += 2) {
            LlmSignals idle = signals(second, 3, 1, second * 10, 0);
            Decision held =
                    scaler.decide(
                            situation(
                                    second,
                                    reading(1, 1, 0),
                                    3,
                                    true,
                                    new PodReading(Optional.of(idle), List.of(), Map.of())));
            assertThat(held.replicas()).as("after %d s", second).isEqualTo(3);
        }
    }

    /// With the default cold start of a minute.
    @Test
    void shouldStartALanguageModelAheadOfWhenSomebodyUsuallyComesAndLetItGoWhenNobodyDoes() {
        RevisionScaler scaler = scaler(OptionalInt.of(0));
        List<String> changes = new ArrayList<>();
        int ready = 0;
        int last = 0;
        for (Instant now = NOON.minusSeconds(1_800);
                now.isBefore(NOON.plus(Duration.ofHours(25)));
                now = now.plusSeconds(10)) {
            Decision decision = scaler.decide(onDays(now, NOTHING, ready, false));
            if (decision.replicas() != last) {
                changes.add("%d at %s".formatted(decision.replicas(), now));
                assertThat(
                                decision.replicas() == 0
                                        || decision.reason()
                                                .contains(
                                                        "somebody usually comes before 12:15 UTC"))
                        .as(decision.reason())
                        .isTrue();
            }
            last = decision.replicas();
            ready = last;
        }

        assertThat(changes)
                .containsExactly(
                        "1 at 2026-03-11T11:58:00Z",
                        "0 at 2026-03-11T12:15:30Z",
                        "1 at 2026-03-12T11:58:00Z",
                        "0 at 2026-03-12T12:15:30Z");
    }

    /// Requests wake it, as ever, and the time is waited for once.
    @Test
    void shouldNotStartALanguageModelTwiceForTheSameTimeOfDemand() {
        RevisionScaler scaler = scaler(OptionalInt.of(0));
        int started = 0;
        int last = 0;
        for (Instant now = NOON.minusSeconds(600);
                now.isBefore(NOON.plusSeconds(7_200));
                now = now.plusSeconds(10)) {
            boolean comes =
                    now.equals(NOON.plusSeconds(300)) || now.equals(NOON.plusSeconds(3_000));
            Reading reading = comes ? reading(0, 0, 1) : NOTHING;
            int replicas = scaler.decide(onDays(now, reading, last, true)).replicas();
            started += last == 0 && replicas > 0 ? 1 : 0;
            last = replicas;
        }

        assertThat(started).as("ahead, and for the request at 12:50").isEqualTo(2);
    }

    /// Whatever other days had, what is Knative's stays Knative's.
    @Test
    void shouldStartNothingAheadThatIsScaledByRequests() {
        RevisionScaler scaler =
                scaler(OptionalInt.of(0), "{'minReplicas':0,'scaleMetric':'concurrency'}");
        for (int second = -600; second < 3_600; second += 10) {
            Situation situation = onDays(NOON.plusSeconds(second), NOTHING, 0, true);
            assertThat(scaler.decide(situation).replicas()).isZero();
            assertThat(scaler.measured(situation)).isEmpty();
        }
    }

    @Test
    void shouldKnowWhatALanguageModelIsAskedFor() {
        RevisionScaler scaler = scaler(OptionalInt.of(2));
        Situation situation = llm(0, 0, 0);
        scaler.decide(situation);
        assertThat(scaler.measured(situation)).as("nothing was seen yet").isEmpty();
        for (int second = 2; second <= 40; second += 2) {
            situation = llm(second, second * 1000, 0);
            scaler.decide(situation);
        }
        assertThat(scaler.measured(situation).orElseThrow().demand()).isEqualTo(1000);

        assertThat(measuredAtZero(situation(42, NOTHING, 0, true)))
                .isEqualTo(Optional.of(Measured.NOTHING));
        assertThat(measuredAtZero(situation(42, reading(0, 0, 1), 0, true))).isEmpty();
        assertThat(measuredAtZero(situation(42, NOTHING, 0, false))).as("not heard").isEmpty();
    }

    private static Optional<Measured> measuredAtZero(Situation situation) {
        RevisionScaler scaler = scaler(OptionalInt.of(0));
        scaler.decide(situation);
        return scaler.measured(situation);
    }

    private static Situation llm(int second, double tokens, double waiting) {
        return situation(
                second,
                reading(50, 50, 0),
                2,
                true,
                new PodReading(
                        Optional.of(signals(second, 2, 0, tokens, waiting)), List.of(), Map.of()));
    }

    private static LlmSignals signals(
            int second, int ready, int unknown, double tokens, double waiting) {
        return new LlmSignals(
                START.plusSeconds(second),
                ready,
                unknown,
                10,
                waiting,
                waiting / ready,
                0,
                0.2,
                new LlmSignals.Done(tokens, tokens / 500, tokens / 250));
    }

    private static RevisionScaler scaler(OptionalInt last) {
        return scaler(last, "{'minReplicas':0}");
    }

    private static RevisionScaler scaler(OptionalInt last, String predictor) {
        var service = Samples.service("m", 1, predictor);
        var settings = ConfiguredSettings.of(Settings.with(Map.of()).autoscaler());
        return new RevisionScaler(
                new PolicyReader(settings, PodMetrics.LlmDefaults.of(Settings.defaults().llm()))
                        .read(service, service.revisions().getFirst()),
                last);
    }

    private static Situation situation(int second, Reading reading, int ready, boolean heard) {
        return situation(second, reading, ready, heard, PodReading.NOTHING);
    }

    private static Situation situation(
            int second, Reading reading, int ready, boolean heard, PodReading pods) {
        return new Situation(
                START.plusSeconds(second),
                reading,
                ready,
                heard,
                false,
                pods,
                List.of(),
                Optional.empty(),
                Usual.NOTHING);
    }

    /// On a Wednesday, after a week in which every day somebody came from noon to two.
    ///
    /// @param today whether today as well
    private static Situation onDays(Instant now, Reading reading, int ready, boolean today) {
        List<Integer> levels = new ArrayList<>();
        Instant since = now.truncatedTo(ChronoUnit.DAYS).minus(Duration.ofDays(8));
        for (Instant quarter = since;
                quarter.plus(QUARTER).isBefore(now);
                quarter = quarter.plus(QUARTER)) {
            int hour = quarter.atZone(ZoneOffset.UTC).getHour();
            boolean counts = today || quarter.isBefore(now.truncatedTo(ChronoUnit.DAYS));
            levels.add(counts && (hour == 12 || hour == 13) ? 700 : 0);
        }
        return new Situation(
                now,
                reading,
                ready,
                true,
                false,
                PodReading.NOTHING,
                List.of(),
                Optional.empty(),
                new Usual(DayPattern.of(since, levels, 500), 1));
    }

    private static Reading rising(double stable, double panic) {
        return new Reading(new Averages(stable, panic), (int) panic, 0, Optional.empty());
    }

    private static Reading reading(double average, int inFlight, int queued) {
        return new Reading(new Averages(average, average), inFlight, queued, Optional.empty());
    }
}
