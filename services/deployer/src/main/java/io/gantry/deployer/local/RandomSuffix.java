package io.gantry.deployer.local;

import java.security.SecureRandom;

/// The end of a replica's id, as Kubernetes names pods.
final class RandomSuffix {

    /// Without vowels and look-alikes, so that no word comes out.
    private static final String ALPHABET = "bcdfghjklmnpqrstvwxz2456789";

    private static final int LENGTH = 7;
    private static final SecureRandom RANDOM = new SecureRandom();

    private RandomSuffix() {}

    static String next() {
        StringBuilder suffix = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            suffix.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
        }
        return suffix.toString();
    }
}
