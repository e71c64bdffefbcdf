package io.gantry.monitor.alert;

import io.gantry.bus.CatchUp;
import io.gantry.events.AlertEvent;
import io.gantry.events.PredictorEvent;
import io.gantry.monitor.fleet.ReplicaHistory;
import io.gantry.monitor.rule.RuleFile;
import io.gantry.monitor.rule.RuleSet;
import io.gantry.monitor.slo.ServiceLevels;
import jakarta.inject.Singleton;
import java.time.Instant;

/// Judges everything by every rule at each tick. Nothing is judged before the state, and with it
/// the open alerts, was read back from the topics.
@Singleton
public class Alerts {

    private final RuleFile rules;
    private final Judgement judgement;
    private final ServiceLevels levels;
    private final ReplicaHistory history;
    private final CatchUp catchUp;
    private boolean begun;

    Alerts(
            RuleFile rules,
            Judgement judgement,
            ServiceLevels levels,
            ReplicaHistory history,
            CatchUp catchUp) {
        this.rules = rules;
        this.judgement = judgement;
        this.levels = levels;
        this.history = history;
        this.catchUp = catchUp;
    }

    /// Takes in what the monitor's own topic says.
    public void restore(AlertEvent event) {
        judgement.book().restore(event);
    }

    /// Takes in what runs of a revision, if that is newer than what was known.
    public void observed(PredictorEvent event, Instant now) {
        history.observed(event, catchUp.reached(), now);
    }

    public void tick(Instant now) {
        RuleSet current = rules.current();
        levels.follow(current.measures(), now);
        if (!catchUp.reached()) {
            return;
        }
        if (!begun) {
            judgement.book().begin();
            begun = true;
        }
        history.keep(current.memory(), now);
        judgement.judge(current, now);
        levels.forgetAbandoned(now);
    }
}
