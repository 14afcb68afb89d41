"""The stock desk: stock, receipts, arrivals, counts, transfers."""
