package io.gantry.deployer.platform;

/// What runs predictors does not answer at the moment; the same call may succeed later.
public final class PlatformAwayException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public PlatformAwayException(String message, Throwable cause) {
        super(message, cause);
    }
}
