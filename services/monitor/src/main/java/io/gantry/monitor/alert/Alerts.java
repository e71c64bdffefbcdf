package io.gantry.monitor.alert;

import io.gantry.bus.CatchUp;
import io.gantry.events.AlertEvent;
import io.gantry.events.InferenceServiceApplied;
import io.gantry.monitor.MonitorConfig;
import io.gantry.monitor.fleet.ServiceId;
import io.gantry.monitor.slo.Outcomes;
import io.gantry.monitor.slo.ServiceLevels;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Judges every service at each tick. Nothing is judged before the state, and with it the open
/// alerts, was read back from the topics.
@ApplicationScoped
public class Alerts {

    private final ServiceHealth health;
    private final ServiceLevels levels;
    private final AlertBook book;
    private final CatchUp catchUp;
    private final MonitorConfig.Alerts config;

    Alerts(
            ServiceHealth health,
            ServiceLevels levels,
            AlertBook book,
            CatchUp catchUp,
            MonitorConfig config) {
        this.health = health;
        this.levels = levels;
        this.book = book;
        this.catchUp = catchUp;
        this.config = config.alerts();
    }

    /// Takes in what the monitor's own topic says.
    public void restore(AlertEvent event) {
        book.restore(event);
    }

    public void tick(Instant now) {
        if (!catchUp.reached()) {
            return;
        }
        Set<ServiceId> existing = new HashSet<>();
        for (InferenceServiceApplied service : health.services()) {
            ServiceId id = new ServiceId(service.namespace(), service.name());
            existing.add(id);
            judgeModels(id, health.revisions(service), now);
            judgeTraffic(id, now);
        }
        book.resolveGone(existing, now);
        levels.forgetAbandoned(now);
    }

    private void judgeModels(ServiceId id, List<RevisionHealth> revisions, Instant now) {
        Finding loadFailed = ModelRules.loadFailed(revisions);
        AlertId loading = Rule.MODEL_LOAD_FAILED.of(id);
        book.observe(loading, loadFailed, timing(config.modelLoadFailed()), now);
        Finding notReady = ModelRules.notReady(revisions, () -> health.served(id));
        boolean causeKnown = loadFailed instanceof Finding.Firing || book.isOpen(loading);
        boolean inhibited = causeKnown && notReady instanceof Finding.Firing;
        book.observe(
                Rule.MODEL_NOT_READY.of(id),
                inhibited ? new Finding.Unclear() : notReady,
                timing(config.modelNotReady()),
                now);
    }

    private void judgeTraffic(ServiceId id, Instant now) {
        TrafficRules rules =
                new TrafficRules(config.errorRate(), config.latencyP99(), levels.window());
        Map<String, Outcomes> outcomes = levels.of(id, now);
        book.observe(
                Rule.ERROR_RATE_HIGH.of(id),
                rules.errorRate(outcomes),
                timing(config.errorRate()),
                now);
        book.observe(
                Rule.LATENCY_P99_HIGH.of(id),
                rules.latency(outcomes),
                timing(config.latencyP99()),
                now);
    }

    private static AlertCase.Timing timing(MonitorConfig.AlertTiming timing) {
        return new AlertCase.Timing(timing.openAfter(), timing.resolveAfter());
    }
}
