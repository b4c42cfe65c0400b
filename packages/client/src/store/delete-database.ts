/** Another tab closes its connection when it is told; one that is frozen or has crashed may not. */
const patience = 2_000;

/**
 * Deletes a database, whether or not it exists. It never rejects, says nothing in the host's console, and does not wait
 * for ever for a tab that holds the database open: the browser then deletes it when that tab is gone.
 */
export function deleteDatabase(name: string): Promise<void> {
  return new Promise((resolve) => {
    try {
      const request = indexedDB.deleteDatabase(name);
      request.onsuccess = () => resolve();
      request.onerror = (event) => {
        // Unhandled, an error of IndexedDB rises to the host's window.
        event.preventDefault();
        resolve();
      };
      request.onblocked = () => setTimeout(resolve, patience);
    } catch {
      // Storage is denied: there is nothing to delete.
      resolve();
    }
  });
}
