package io.gantry.monitor.alert;

import io.gantry.events.InferenceServiceApplied;
import io.gantry.monitor.fleet.ServiceId;
import io.gantry.monitor.listen.Share;
import io.gantry.monitor.rule.Condition;
import io.gantry.monitor.rule.Match;
import io.gantry.monitor.rule.Rule;
import io.gantry.monitor.rule.RuleSet;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Puts every rule to everything that it is about and that is this monitor's, causes before what
/// they explain.
@Singleton
class Judgement {

    /// Also ends what a rule had opened that was narrowed since.
    private static final Finding NOT_MEANT = new Finding.Clear("Its rule is for others");

    private final ServiceHealth health;
    private final ServiceJudge services;
    private final ClusterJudge cluster;
    private final AlertBook book;
    private final Share share;

    Judgement(
            ServiceHealth health,
            ServiceJudge services,
            ClusterJudge cluster,
            AlertBook book,
            Share share) {
        this.share = share;
        this.health = health;
        this.services = services;
        this.cluster = cluster;
        this.book = book;
    }

    AlertBook book() {
        return book;
    }

    void judge(RuleSet rules, Instant now) {
        Causes causes = Causes.of(rules, book::standing);
        Set<AlertId> judged = new HashSet<>();
        for (InferenceServiceApplied service : health.services()) {
            ServiceId id = new ServiceId(service.namespace(), service.name());
            if (!share.owns(id)) {
                continue;
            }
            Match.Subject subject = health.subject(service);
            ServiceJudge.Bench bench = services.of(service, now);
            for (Rule rule : rules.rules()) {
                if (rule.condition() instanceof Condition.OfService condition) {
                    AlertId alert = AlertId.of(id, rule.name());
                    Finding finding =
                            rule.match().fits(subject) ? bench.judge(condition) : NOT_MEANT;
                    // Most of what is judged, of thousands of services, never was an alert.
                    if (finding instanceof Finding.Firing || book.knows(alert)) {
                        judged.add(alert);
                        book.observe(
                                alert, causes.explain(rule, alert, finding), rule, causes, now);
                    }
                }
            }
        }
        for (Rule rule : rules.rules()) {
            if (rule.condition().scope() != Condition.Scope.SERVICE && share.ownsCluster()) {
                judged.addAll(judgeCluster(rule, causes, now));
            }
        }
        book.resolveOthers(judged, rules, now);
        book.tell(now);
    }

    private Set<AlertId> judgeCluster(Rule rule, Causes causes, Instant now) {
        Optional<Map<String, Finding>> findings = cluster.judge(rule.condition(), now);
        if (findings.isEmpty()) {
            // Nobody knows, so what is open stays open.
            return book.openOf(rule.name());
        }
        Set<AlertId> judged = new HashSet<>();
        findings.get()
                .forEach((name, finding) -> {
                    AlertId alert = AlertId.ofCluster(name, rule.name());
                    Finding meant =
                            rule.match().fits(Match.Subject.ofCluster(name)) ? finding : NOT_MEANT;
                    judged.add(alert);
                    book.observe(alert, causes.explain(rule, alert, meant), rule, causes, now);
                });
        return judged;
    }
}
