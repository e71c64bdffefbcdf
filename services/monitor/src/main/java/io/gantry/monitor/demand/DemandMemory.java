package io.gantry.monitor.demand;

import io.gantry.autoscale.llm.DayPattern;
import io.gantry.autoscale.llm.Usual;
import io.gantry.bus.CatchUp;
import io.gantry.bus.EventPublisher;
import io.gantry.events.DemandEvent;
import io.gantry.events.DemandForgotten;
import io.gantry.events.DemandLearned;
import io.gantry.events.LogicalClock;
import io.gantry.events.Revision;
import io.gantry.monitor.fleet.Fleet;
import io.gantry.monitor.fleet.RevisionId;
import io.gantry.monitor.fleet.ServiceId;
import io.gantry.monitor.listen.Share;
import io.gantry.monitor.listen.Tenure;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The demand of all language models by the time of day. All monitors read what is told of it; the
/// one that has a service tells, when a quarter of an hour is over, and when the service is gone.
///
/// It is the service's and not its revisions', so that a new revision goes on with it.
@Singleton
public class DemandMemory {

    private static final double PERCENT = 100;

    private final EventPublisher publisher;
    private final CatchUp catchUp;
    private final Fleet fleet;
    private final Share share;
    private final LogicalClock clock = new LogicalClock(InstantSource.system());
    private final Map<ServiceId, ServiceDemand> services = new HashMap<>();

    DemandMemory(EventPublisher publisher, CatchUp catchUp, Fleet fleet, Share share) {
        this.publisher = publisher;
        this.catchUp = catchUp;
        this.fleet = fleet;
        this.share = share;
    }

    /// Takes in what the monitors' own topic says.
    public synchronized void restore(DemandEvent event) {
        clock.witness(event.generation());
        find(new ServiceId(event.namespace(), event.name())).accept(event);
    }

    /// True of a service that is known to have been asked for tokens, lately or on other days.
    public synchronized boolean knows(ServiceId id) {
        ServiceDemand known = services.get(id);
        return known != null && known.asked();
    }

    /// What other days say of a revision: its part of the service's demand is that of the traffic.
    public synchronized Usual usual(RevisionId id) {
        ServiceDemand known = services.get(id.serviceId());
        return known == null || !known.pattern().anyDemand()
                ? Usual.NOTHING
                : new Usual(known.pattern(), shareOf(id));
    }

    /// To be told what is asked of a revision of this monitor's now. A service that nothing was
    /// ever asked of, in tokens, is none of a language model.
    public synchronized void note(RevisionId id, Measured measured) {
        if (measured.demand() > 0 || services.containsKey(id.serviceId())) {
            find(id.serviceId()).note(id.revision(), measured);
        }
    }

    /// To be called after each look at all revisions.
    public synchronized void tick(Instant now) {
        services.forEach((id, demand) -> {
            Optional<Tenure> tenure = share.tenure(id);
            if (tenure.isEmpty() || !catchUp.reached() || !share.owns(id)) {
                demand.skip();
            } else if (fleet.service(id).isPresent()) {
                DayPattern learned = demand.look(tenure.get(), now);
                if (learned != null) {
                    tell(id, demand, learned);
                }
            } else if (demand.told()) {
                forget(id, demand);
            }
        });
    }

    private void tell(ServiceId id, ServiceDemand demand, DayPattern learned) {
        if (learned.anyDemand()) {
            publish(
                    demand,
                    new DemandLearned(
                            id.namespace(),
                            id.name(),
                            clock.next(),
                            learned.since(),
                            learned.levels(),
                            (int) Math.ceil(learned.carries())));
        } else if (demand.told()) {
            forget(id, demand);
        }
    }

    private void forget(ServiceId id, ServiceDemand demand) {
        publish(demand, new DemandForgotten(id.namespace(), id.name(), clock.next()));
    }

    private void publish(ServiceDemand demand, DemandEvent event) {
        demand.accept(event);
        publisher.publish(event);
    }

    private ServiceDemand find(ServiceId id) {
        return services.computeIfAbsent(id, _ -> new ServiceDemand());
    }

    private double shareOf(RevisionId id) {
        return fleet.service(id.serviceId()).stream()
                        .flatMap(service -> service.revisions().stream())
                        .filter(revision -> revision.name().equals(id.revision()))
                        .mapToDouble(Revision::trafficPercent)
                        .findFirst()
                        .orElse(0)
                / PERCENT;
    }
}
