package dev.jebi.mailstore.search;

import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.FixedBitSet;
import org.apache.lucene.util.StringHelper;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// A search in one segment: the blobs of the documents that have all grams of a query. For one
/// thread.
final class LeafSearch {
    /// The rarest grams decide; the others hardly ever do.
    private static final int POSTINGS = 8;

    /// How many steps along postings cost as much as reading a message.
    private static final long STEPS_PER_MESSAGE = 2_000;

    private static final long FEW_STEPS = 1_000_000;

    private final LeafReader segment;
    private final LeafBlobs blobs;
    private final long[] wanted;
    private final BytesRef term = GramTokens.term();

    /// @param wanted the blobs that are asked for, ascending
    LeafSearch(LeafReader segment, LeafBlobs blobs, long[] wanted) {
        this.segment = segment;
        this.blobs = blobs;
        this.wanted = wanted;
    }

    private record Posting(int documents, PostingsEnum postings) {}

    /// Adds the blobs that may have it; more than were asked for may be among them.
    ///
    /// @return false when it costs less to read the messages
    boolean search(TextKind kind, GramQuery query, Numbers found) throws IOException {
        var terms = segment.terms(GramFiles.GRAMS);
        if (terms == null) {
            return true;
        }
        var dictionary = terms.iterator();
        GramTokens.mark(kind, term);
        if (dictionary.seekExact(term)) {
            add(dictionary.postings(null, PostingsEnum.NONE), found);
        }
        if (query.exact().isEmpty()) {
            return beginning(dictionary, kind, query.beginning(), found);
        }
        var postings = new ArrayList<Posting>();
        for (long gram : query.exact()) {
            GramTokens.write(kind, gram, term);
            if (!dictionary.seekExact(term)) {
                return true;
            }
            postings.add(
                    new Posting(
                            dictionary.docFreq(), dictionary.postings(null, PostingsEnum.NONE)));
        }
        postings.sort(Comparator.comparingInt(Posting::documents));
        all(postings.subList(0, Math.min(POSTINGS, postings.size())), found);
        return true;
    }

    private void add(DocIdSetIterator documents, Numbers found) throws IOException {
        for (int doc = documents.nextDoc();
                doc != DocIdSetIterator.NO_MORE_DOCS;
                doc = documents.nextDoc()) {
            found.add(blobs.blob(doc));
        }
    }

    private void all(List<Posting> postings, Numbers found) throws IOException {
        var iterators = new ArrayList<DocIdSetIterator>();
        if (postings.getFirst().documents() > wanted.length) {
            iterators.add(new Documents(documents()));
        }
        postings.forEach(posting -> iterators.add(posting.postings()));
        var lead = iterators.getFirst();
        int doc = lead.nextDoc();
        while (doc != DocIdSetIterator.NO_MORE_DOCS) {
            int next = common(iterators, doc);
            if (next == doc) {
                found.add(blobs.blob(doc));
                doc = lead.nextDoc();
            } else {
                doc = next == DocIdSetIterator.NO_MORE_DOCS ? next : lead.advance(next);
            }
        }
    }

    /// The document if all have it, else the next one that they can have.
    private static int common(List<DocIdSetIterator> iterators, int doc) throws IOException {
        for (int i = 1; i < iterators.size(); i++) {
            var iterator = iterators.get(i);
            int at = iterator.docID() < doc ? iterator.advance(doc) : iterator.docID();
            if (at > doc) {
                return at;
            }
        }
        return doc;
    }

    /// The documents of what is asked for.
    private int[] documents() {
        var documents = new int[wanted.length];
        int count = 0;
        int at = 0;
        int first = Arrays.binarySearch(wanted, blobs.blob(0));
        for (int i = first < 0 ? -first - 1 : first; i < wanted.length; i++) {
            at = blobs.find(wanted[i], at);
            if (at == blobs.count()) {
                break;
            }
            if (blobs.blob(at) == wanted[i]) {
                documents[count++] = at;
            }
        }
        return Arrays.copyOf(documents, count);
    }

    /// Those that have a gram which begins so.
    private boolean beginning(TermsEnum dictionary, TextKind kind, long gram, Numbers found)
            throws IOException {
        GramTokens.write(kind, gram, term);
        long most = FEW_STEPS + wanted.length * STEPS_PER_MESSAGE;
        long steps = 0;
        var bits = new FixedBitSet(segment.maxDoc());
        PostingsEnum postings = null;
        for (var status = dictionary.seekCeil(term);
                status != TermsEnum.SeekStatus.END
                        && StringHelper.startsWith(dictionary.term(), term);
                status = next(dictionary)) {
            steps += dictionary.docFreq();
            if (steps > most) {
                return false;
            }
            postings = dictionary.postings(postings, PostingsEnum.NONE);
            bits.or(postings);
        }
        for (int doc = bits.nextSetBit(0); doc != DocIdSetIterator.NO_MORE_DOCS; ) {
            found.add(blobs.blob(doc));
            doc =
                    doc + 1 < bits.length()
                            ? bits.nextSetBit(doc + 1)
                            : DocIdSetIterator.NO_MORE_DOCS;
        }
        return true;
    }

    private static TermsEnum.SeekStatus next(TermsEnum dictionary) throws IOException {
        return dictionary.next() == null ? TermsEnum.SeekStatus.END : TermsEnum.SeekStatus.FOUND;
    }

    /// Documents from an array.
    private static final class Documents extends DocIdSetIterator {
        private final int[] documents;
        private int at = -1;

        Documents(int[] documents) {
            this.documents = documents;
        }

        @Override
        public int docID() {
            return at < 0 ? -1 : at < documents.length ? documents[at] : NO_MORE_DOCS;
        }

        @Override
        public int nextDoc() {
            at++;
            return docID();
        }

        @Override
        public int advance(int target) {
            int found = Arrays.binarySearch(documents, at + 1, documents.length, target);
            at = found < 0 ? -found - 1 : found;
            return docID();
        }

        @Override
        public long cost() {
            return documents.length;
        }
    }
}
