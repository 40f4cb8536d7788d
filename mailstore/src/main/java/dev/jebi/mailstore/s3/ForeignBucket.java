package dev.jebi.mailstore.s3;

import java.io.IOException;

/// What is under this address belongs to another store: it must be given another prefix, or two
/// stores would remove each other's objects.
public final class ForeignBucket extends IOException {
    private static final long serialVersionUID = 1;

    ForeignBucket(BucketAddress address, String owner) {
        super(address + " belongs to the store " + owner + "; choose another prefix");
    }
}
