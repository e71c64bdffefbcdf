package io.gantry.kube.render;

/// What scales services whose manifest does not say.
public enum AutoscalerClass {
    /// Gantry's monitor and deployer, from and to zero; no object is needed for it.
    GANTRY,
    /// A HorizontalPodAutoscaler for each component, as KServe makes it.
    HPA
}
