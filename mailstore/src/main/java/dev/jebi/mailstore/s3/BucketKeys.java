package dev.jebi.mailstore.s3;

/// The access key and the secret key of an account at the storage.
public record BucketKeys(String access, String secret) {
    @Override
    public String toString() {
        return "keys that are not shown";
    }
}
