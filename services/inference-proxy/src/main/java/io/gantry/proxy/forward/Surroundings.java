package io.gantry.proxy.forward;

import io.gantry.proxy.ProxyConfig;
import io.gantry.proxy.log.InferenceLog;
import io.gantry.proxy.meter.Meters;
import io.gantry.proxy.meter.TenantMeters;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;

/// What every exchange shares.
@Singleton
class Surroundings {

    private final Vertx vertx;
    private final ProxyConfig config;
    private final Meters meters;
    private final TenantMeters tenants;
    private final Ranks ranks;
    private final Answers answers;
    private final FaultBody faults;
    private final InferenceLog log;

    Surroundings(
            Vertx vertx,
            ProxyConfig config,
            Meters meters,
            TenantMeters tenants,
            Ranks ranks,
            Answers answers,
            FaultBody faults,
            InferenceLog log) {
        this.vertx = vertx;
        this.config = config;
        this.meters = meters;
        this.tenants = tenants;
        this.ranks = ranks;
        this.answers = answers;
        this.faults = faults;
        this.log = log;
    }

    Vertx vertx() {
        return vertx;
    }

    ProxyConfig config() {
        return config;
    }

    Meters meters() {
        return meters;
    }

    TenantMeters tenants() {
        return tenants;
    }

    Ranks ranks() {
        return ranks;
    }

    Answers answers() {
        return answers;
    }

    InferenceLog log() {
        return log;
    }

    FaultBody faults() {
        return faults;
    }
}
