package io.gantry.monitor.notify;

import io.gantry.monitor.MonitorConfig;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.List;

/// All receivers that are configured.
@ApplicationScoped
class Sinks {

    private final List<AlertSink> sinks = new ArrayList<>();

    Sinks(MonitorConfig config, MeterRegistry metrics) {
        MonitorConfig.Alerts alerts = config.alerts();
        alerts.webhooks()
                .forEach((name, webhook) ->
                        sinks.add(
                                new Webhook(
                                        new Target(name, webhook.url(), webhook.headers()),
                                        alerts.delivery(),
                                        new DeliveryCount(metrics, name))));
        for (String url : alerts.alertmanager().urls().orElse(List.of())) {
            sinks.add(
                    new Alertmanager(
                            Target.alertmanager(url, alerts.alertmanager().headers()),
                            alerts,
                            new DeliveryCount(metrics, "alertmanager")));
        }
    }

    void take(Notice notice) {
        sinks.forEach(sink -> sink.take(notice));
    }

    void open(List<Notice> notices) {
        sinks.forEach(sink -> sink.open(notices));
    }

    void stop(@Observes ShutdownEvent event) {
        sinks.forEach(AlertSink::close);
    }
}
